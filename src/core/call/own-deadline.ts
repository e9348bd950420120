/** What the operator gives one task or method. */
export interface OwnDeadline {
  /** As `denseql.config.ts` names it: `segmentation`, or `segmentation.maskclip`. */
  readonly name: string;
  readonly milliseconds: number;
}

/** The shorter one of a task's and its method's. @param deadlines as `denseql.config.ts` has them */
export function ownDeadline(deadlines: Readonly<Record<string, number>>, task: string, key: string): OwnDeadline | undefined {
  const given = [`${task}.${key}`, task].flatMap((name) => {
    const milliseconds = deadlines[name];
    return milliseconds === undefined ? [] : [{ name, milliseconds }];
  });
  return given.sort((one, other) => one.milliseconds - other.milliseconds)[0];
}
