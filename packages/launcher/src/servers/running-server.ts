/** A server on the loopback interface that ends with this process. */
export interface RunningServer {
  /** For clients; carries no database name. */
  readonly url: string;
  readonly port: number;
  /** Id of the present process; changes after `restart`. */
  readonly pid: number;
  /** Ends the server in an orderly way; a temporary server's data goes with it. */
  stop(): Promise<void>;
  /** SIGKILL: as if the power had gone. The data stay. */
  kill(): Promise<void>;
  /** Starts the server again on the same port and data, stopping it first when it runs. */
  restart(): Promise<void>;
  /** Settles when the present process has ended, asked for or not. */
  exited(): Promise<void>;
}
