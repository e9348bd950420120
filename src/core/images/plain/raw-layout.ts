/** How a picture's samples are to be understood where the decoder's own understanding is wrong. */
export interface RawLayout {
  /** As the decoder gives them: half floats as floats. */
  readonly numbers: 'uint8' | 'uint16' | 'uint32' | 'float';
  /** `cielab` has signed a and b, `icclab` has them moved up by half of the range. */
  readonly colours: 'grey' | 'rgb' | 'cielab' | 'icclab';
  /** Zero is white. */
  readonly inverted: boolean;
  /** Of colour and others. */
  readonly channels: number;
  /** `associated`: colours are multiplied by it. Channels that are neither colour nor alpha are left out. */
  readonly alpha: { readonly channel: number; readonly associated: boolean } | null;
}
