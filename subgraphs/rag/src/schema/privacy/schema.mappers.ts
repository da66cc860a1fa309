/** The export of one user's data. */
export interface PersonalDataMapper {
  id: string;
}
