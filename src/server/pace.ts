/** Calls once when less than so many bytes came within so many milliseconds: neither silence nor a byte now and then passes. */
export class Pace {
  private came = 0;
  private periods = 0;
  private readonly timer: NodeJS.Timeout;
  private check: NodeJS.Immediate | undefined;

  constructor(
    private readonly leastBytes: number,
    milliseconds: number,
    stalled: () => void,
  ) {
    this.timer = setTimeout(() => {
      const { periods } = this;
      // What came while the event loop was busy is read first: it is not the client who was slow.
      this.check = setImmediate(() => {
        if (this.periods === periods) stalled();
      });
    }, milliseconds);
  }

  heard(bytes: number): void {
    this.came += bytes;
    if (this.came < this.leastBytes) return;
    this.came = 0;
    this.periods++;
    this.timer.refresh();
  }

  stop(): void {
    clearTimeout(this.timer);
    clearImmediate(this.check);
  }
}
