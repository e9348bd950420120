// Written by `npm run codegen` from queries/*.graphql; edit those.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** Where a picture comes from. Exactly one member is given. */
export type ImageSource =
  {   /**
   * The bytes of a JPEG, PNG, WebP, GIF, TIFF or AVIF picture as base64, or as a data URI. The type is read from the bytes, never
   * from the URI; of an animation the first picture is read. BAD_INPUT for what is not base64, BAD_IMAGE for what is not a picture,
   * UNSUPPORTED_FORMAT for other formats (HEIC among them) and for kinds of these that would come out wrong.
   */
  readonly data: string; readonly sample?: never; readonly upload?: never; readonly url?: never; }
  |  { readonly data?: never;   /** Id of a picture that ships with the server, see `samples`. UNKNOWN_SAMPLE if there is none. */
  readonly sample: string; readonly upload?: never; readonly url?: never; }
  |  { readonly data?: never; readonly sample?: never;   /** Id that `POST /uploads` answered. UPLOAD_NOT_FOUND if it is unknown or has expired. */
  readonly upload: string; readonly url?: never; }
  |  { readonly data?: never; readonly sample?: never; readonly upload?: never;   /**
   * Address (http or https) of a picture on the public internet, which the server fetches. Off unless the server's DENSEQL_URL_SOURCES allows it:
   * URL_FORBIDDEN then, and for any address that is not allowed. URL_FAILED if an allowed one does not give the picture, BAD_INPUT for what is no address.
   */
  readonly url: string; };

export type PackQueryVariables = Exact<{ [key: string]: never; }>;


export type PackQuery = { readonly serverInfo: { readonly version: string, readonly hostVersion: string, readonly pack: string, readonly device: string | null, readonly deviceNotes: ReadonlyArray<string>, readonly uptime: number, readonly encoderMemoryBytes: number, readonly encoderMemoryLimit: number, readonly encoder: { readonly state: string, readonly queued: number, readonly restarts: number, readonly imagePasses: number, readonly textPasses: number, readonly featureCacheBytes: number, readonly textCacheBytes: number }, readonly brokenPacks: ReadonlyArray<{ readonly name: string, readonly problem: string }> }, readonly encoders: ReadonlyArray<{ readonly name: string, readonly revision: string, readonly summary: string, readonly active: boolean, readonly state: string, readonly problem: string | null, readonly memoryBytes: number, readonly device: string | null, readonly family: string | null, readonly precision: string, readonly compute: string, readonly attentions: ReadonlyArray<string>, readonly heads: ReadonlyArray<string>, readonly patch: number, readonly textDims: number, readonly contextLength: number, readonly licences: ReadonlyArray<{ readonly part: string, readonly licence: string, readonly source: string }>, readonly outputs: ReadonlyArray<{ readonly name: string, readonly kind: string, readonly dims: number, readonly space: string }>, readonly detail: { readonly low: number, readonly medium: number, readonly high: number } }> };

export type PictureQueryVariables = Exact<{
  source: ImageSource;
  maxSize?: number;
}>;


export type PictureQuery = { readonly image: { readonly width: number, readonly height: number, readonly picture: { readonly dataUri: string } | null } | null };

export type StartQueryVariables = Exact<{ [key: string]: never; }>;


export type StartQuery = { readonly plugins: ReadonlyArray<{ readonly name: string, readonly version: string, readonly summary: string, readonly reference: string | null, readonly outputs: ReadonlyArray<string>, readonly text: boolean, readonly head: boolean, readonly methods: ReadonlyArray<{ readonly task: string, readonly key: string, readonly default: number | null, readonly available: boolean, readonly reason: string | null, readonly options: ReadonlyArray<{ readonly name: string, readonly type: string, readonly default: string | null, readonly min: number | null, readonly max: number | null, readonly description: string | null }> }> }>, readonly encoders: ReadonlyArray<{ readonly name: string, readonly summary: string, readonly active: boolean, readonly state: string, readonly problem: string | null, readonly heads: ReadonlyArray<string>, readonly patch: number, readonly outputs: ReadonlyArray<{ readonly name: string }>, readonly detail: { readonly low: number, readonly medium: number, readonly high: number } }>, readonly samples: ReadonlyArray<{ readonly id: string, readonly title: string, readonly labels: ReadonlyArray<string>, readonly shows: ReadonlyArray<string>, readonly licence: string, readonly author: string, readonly picture: { readonly dataUri: string } | null }> };
