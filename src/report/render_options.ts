/** What a reporter for people knows of the place where its text is shown. */
export interface RenderOptions {
  /** Columns. */
  readonly width: number;
  readonly isColored: boolean;
  readonly isVerbose: boolean;
  /** Nothing but the counts; absent for more. */
  readonly isQuiet?: boolean;
}
