/** A client that sends this header is told what its operation was estimated to cost, and did. */
export const REPORT_COST = 'x-report-cost';
