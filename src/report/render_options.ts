/** What a reporter for people is told of the place where its text will stand. */
export interface RenderOptions {
  /** Columns. */
  readonly width: number;
  readonly isColored: boolean;
  readonly isVerbose: boolean;
}
