import type { Encoder } from '../encoder/contract/encoder.js';
import { packId } from '../encoder/contract/pack-id.js';
import { DenseqlError } from '../errors.js';
import { hashId } from '../hash-id.js';
import type { Box, Size } from '../geometry/box.js';
import { turned, turnedSize, type Turn } from '../geometry/quarter-turns.js';
import { cropKey } from '../images/crop-key.js';
import type { DecodeRequest, decodeRgb } from '../images/decode.js';
import type { Detail } from '../images/encoder-size.js';
import { encoderSize } from '../images/encoder-size.js';
import type { SourcePicture } from '../images/picture.js';
import { breathe } from '../math/breathe.js';
import type { Operation } from '../operation.js';
import { scopedKey } from '../scope.js';
import type { VisualInfo } from './visual-info.js';
import { cropFeatures, type Pooling } from './crop-features.js';
import { wholeFeatures, type VisualFeatures } from './features.js';
import type { ProvenPictures } from './proven-pictures.js';
import { uprightFeatures } from './turned-features.js';
import { zoomInto } from './zoom.js';

export interface VisualServices {
  /** Of this visual and its regions; others may have another. */
  readonly encoder: Encoder;
  readonly decode: typeof decodeRgb;
  readonly proven: ProvenPictures;
}

/** A region's place in its parent. */
interface Part {
  readonly parent: Visual;
  readonly box: Box;
  /** Of a part with a pass of its own: what that looks at. */
  readonly frame: Box | null;
  /** How that sees it; absent: upright. */
  readonly turned?: Turn;
}

/** Upright pictures keep the keys that they have had. */
const turnKey = (turn: Turn): string => (turn === 0 ? '' : `:turned ${turn}`);

/** A whole picture or a part of one, within one operation. Its features are made once, when the first field asks. */
export class Visual {
  readonly id: string;
  readonly box: Box;
  readonly zoom: boolean;
  /** What the visual's own pass looks at: the visual, and with zoom what the pack takes along of its surroundings. */
  private readonly frame: Box;
  private readonly turned: Turn;
  private readonly identity: string;
  private decoded: Promise<Uint8Array> | null = null;
  private pass: Promise<VisualFeatures> | null = null;
  private vector: Promise<readonly number[]> | null = null;
  /** Of the whole picture: parts that methods have asked for. */
  private readonly parts = new Map<string, Promise<Uint8Array>>();

  constructor(
    private readonly services: VisualServices,
    readonly operation: Operation,
    readonly picture: SourcePicture,
    readonly detail: Detail,
    private readonly part: Part | null = null,
  ) {
    // Answers hold it, and methods get answers.
    this.box = Object.freeze(part ? { ...part.box } : { x: 0, y: 0, width: picture.width, height: picture.height });
    this.frame = part?.frame ?? this.box;
    this.zoom = Boolean(part?.frame);
    this.turned = part?.turned ?? 0;
    const { x, y, width, height } = this.box;
    this.identity = part
      ? `${part.parent.identity}|${x},${y},${width},${height},${part.frame ? `zoom ${detail} ${Object.values(part.frame).join()}${turnKey(this.turned)}` : 'crop'}`
      : `${picture.content}|${packId(services.encoder.manifest)}|${detail}`;
    this.id = hashId(this.identity);
  }

  /** The whole picture that this is, or is a part of. */
  get whole(): Visual {
    return this.part ? this.part.parent.whole : this;
  }

  /** The encoder that sees it. */
  get encoder(): Encoder {
    return this.services.encoder;
  }

  get isRegion(): boolean {
    return this.part !== null;
  }

  get info(): VisualInfo {
    const { content, width, height } = this.picture;
    return { id: this.id, content, original: { width, height }, box: this.box, detail: this.detail };
  }

  /**
   * @param detail of the pass that `zoom` takes; absent: the pack's choice (see `zoomInto`)
   * @param operation what the region's own work is counted for; absent: as this visual's
   */
  region(box: Box, zoom: boolean, detail?: Detail, operation: Operation = this.operation): Visual {
    if (!zoom) return new Visual(this.services, operation, this.picture, this.detail, { parent: this, box, frame: null });
    const look = zoomInto(box, this.picture, this.detail, this.encoder.manifest.image, detail);
    return new Visual(this.services, operation, this.picture, look.detail, { parent: this, box, frame: look.frame });
  }

  /**
   * A part encoded again without its surroundings: what heads know that learnt from crops.
   * @param detail of that pass; absent: this visual's
   * @param turned how that pass sees the part, in degrees clockwise
   */
  cutOut(box: Box, detail: Detail = this.detail, operation: Operation = this.operation, turned: Turn = 0): Visual {
    return new Visual(this.services, operation, this.picture, detail, { parent: this, box, frame: box, turned });
  }

  /**
   * Decodes the picture at the encoder's size unless it was decoded before, so that a damaged one is found out here.
   * The pixels are kept until the pass takes them.
   * @throws BAD_IMAGE
   */
  async prove(): Promise<void> {
    if (!this.services.proven.has(this.provenKey)) await this.pixels();
  }

  /** `encoderRuns` is what this call started: 1 for the first that needs a pass, 0 for all who share it. */
  async features(): Promise<VisualFeatures> {
    if (this.pass) return { ...(await this.pass), encoderRuns: 0 };
    this.pass = this.part && !this.zoom ? this.crop(this.part.parent.features()) : this.encode();
    return this.pass;
  }

  /** The vector of the whole visual in the space of texts. @throws PLUGIN_UNAVAILABLE if the pack gives none */
  embedding(): Promise<readonly number[]> {
    this.vector ??= this.makeEmbedding();
    return this.vector;
  }

  private async makeEmbedding(): Promise<readonly number[]> {
    const { outputs, name } = this.encoder.manifest;
    const global = Object.keys(outputs).find((key) => outputs[key]?.kind === 'global' && outputs[key].space === 'joint');
    if (global === undefined) throw new DenseqlError('PLUGIN_UNAVAILABLE', `The encoder ${name} gives no vector of a whole picture.`);
    const { features } = await this.features();
    // Hundreds of regions may be asked at once.
    await breathe(this.operation.lane);
    this.operation.throwIfOver();
    return Array.from(features.output(global).data);
  }

  /** What the encoder sees of this visual, before it is turned. */
  private get request(): DecodeRequest {
    const { image } = this.encoder.manifest;
    return { box: this.frame, ...encoderSize(this.frame, this.detail, image), kernel: image.kernel };
  }

  /** Of the features of its own pass (`PassFeatures.key`), known before it has run. */
  get passKey(): string {
    return `${packId(this.encoder.manifest)}:${this.pixelsKey}`;
  }

  /** Patches of its own pass, known before it has run. */
  get grid(): { readonly rows: number; readonly columns: number } {
    const { width, height } = turnedSize(this.request, this.turned);
    const { patch } = this.encoder.manifest.image;
    return { rows: height / patch, columns: width / patch };
  }

  private get pixelsKey(): string {
    return `${cropKey(this.picture, this.request)}${turnKey(this.turned)}`;
  }

  /** How long the first answer takes tells whether a picture was proven before: of each scope by itself. */
  private get provenKey(): string {
    return scopedKey(this.operation.scope, this.pixelsKey);
  }

  private pixels(): Promise<Uint8Array> {
    this.decoded ??= this.decode();
    return this.decoded;
  }

  private async decode(): Promise<Uint8Array> {
    const upright = await this.decodePart(this.frame, this.request);
    const pixels = this.turned === 0 ? upright : turned(upright, 3, this.request, this.turned);
    this.services.proven.add(this.provenKey);
    return pixels;
  }

  /** As `decodePart`, decoded once for all methods that ask the same of this picture and its regions, and kept as long as they are. */
  sharedPart(box: Box, size: Size): Promise<Uint8Array> {
    const { parts } = this.whole;
    const key = [box.x, box.y, box.width, box.height, size.width, size.height].join();
    const known = parts.get(key) ?? this.decodePart(box, size);
    parts.set(key, known);
    known.catch(() => parts.delete(key));
    return known;
  }

  /** Any part of the picture, stretched to a size: RGB, 8 bit, rows top-down. Kept nowhere. @throws BAD_IMAGE, BAD_INPUT, LIMIT_EXCEEDED */
  async decodePart(box: Box, { width, height }: Size): Promise<Uint8Array> {
    this.operation.throwIfOver();
    this.operation.take('decodes', 1);
    const start = performance.now();
    const request = { box, width, height, kernel: this.encoder.manifest.image.kernel };
    const pixels = await this.services.decode(this.picture, request, this.operation);
    this.operation.addTiming('decode', performance.now() - start);
    return pixels;
  }

  private async encode(): Promise<VisualFeatures> {
    const { width, height } = turnedSize(this.request, this.turned);
    const request = { key: this.pixelsKey, width, height, frame: this.frame, pixels: () => this.pixels() };
    try {
      const { features, ...pass } = await this.encoder.encodeImage(request, this.operation);
      const { name, outputs } = this.encoder.manifest;
      const seen = { ...pass, features: wholeFeatures(uprightFeatures(features, this.turned, outputs), name) };
      return this.frame.width > this.box.width || this.frame.height > this.box.height ? await this.crop(seen, 'MIDDLE') : seen;
    } finally {
      this.decoded = null;
    }
  }

  private async crop(larger: VisualFeatures | Promise<VisualFeatures>, pooling: Pooling = 'EVEN'): Promise<VisualFeatures> {
    const result = await larger;
    return { ...result, features: cropFeatures(result.features, this.box, this.encoder.manifest.outputs, pooling) };
  }
}
