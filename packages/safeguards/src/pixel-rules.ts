/**
 * What decides which pixels are covered, as data: part of the rule set's digest, so that two devices of one rule set
 * measure, cover and shrink alike. Lengths are in CSS pixels unless said otherwise. Without word lists, for the script
 * that measures a page.
 */
export const pixelRules = {
  /** Units of text judged at once; below the engine's own limit. */
  maxChunk: 12_000,
  /** Runs of the chunk before that are judged again, so that nothing is overlooked at the seam. */
  seam: 24,
  /** Least padding around whatever is covered, image pixels: anti-aliasing reaches over edges. */
  pad: 2,
  /** Glyphs lean out of their box sideways by up to this share of its height. */
  lean: 0.15,
  /** Covers of one line that are nearer than this share of their height are joined. */
  joinWithin: 0.5,
  /** An image that is covered beyond this share shows nothing worth keeping. */
  maxShare: 0.9,
  /** The widest that an image is kept, image pixels, and the quality it is encoded with. */
  maxWidth: 1024,
  quality: 0.6,
  /**
   * The small grey snapshot that is taken where words cannot be found from pixels: at most so many image pixels wide, at
   * most this many per CSS pixel. Letters of up to `textSize` in boxes of up to `textHeight` cannot be read in it;
   * larger ones are covered as far as they can be found.
   */
  small: { maxWidth: 400, maxScale: 0.2, textSize: 20, textHeight: 24 },
  /**
   * Elements whose pixels come from somewhere that cannot be examined. Images, video and canvases are like them, but
   * may stay where both sides say so.
   */
  opaqueTags: [
    'audio',
    'iframe',
    'frame',
    'frameset',
    'object',
    'embed',
    'applet',
    'fencedframe',
    'portal',
    'webview',
    'progress',
    'meter',
  ],
  /**
   * What may stay never includes portraits: images that are cut round, with corners from this share of their shorter side,
   * and those that the page calls one.
   */
  portrait: {
    round: 0.4,
    words: ['avatar', 'avatars', 'gravatar', 'headshot', 'portrait', 'profile', 'selfie', 'userpic'],
  },
  /** At most so many images, videos and canvases of a page may stay; the others are covered. */
  maxMedia: 200,
  /**
   * A machine-readable code is found by the patterns in its corners: modules of at least so many image pixels, how far
   * apart the corners may be, in modules, and how many possible corners count as a code themselves.
   */
  code: { module: 1.2, near: 10, far: 200, corners: 300 },
  /** A drawing is an icon, and stays, up to this size and this many shapes. */
  icon: { size: 40, shapes: 32 },
  /**
   * Images can be made of anything that repeats: boxes without content, signs, lists of shadows and gradients. So many
   * of them count as one.
   */
  mosaic: {
    /** Boxes without content up to this size: so many within one element are an image. */
    boxSize: 24,
    boxes: 100,
    /** A word of so many signs, without a letter or digit, is an image; so are so many shorter ones on one page. */
    signs: 4,
    words: 60,
    /** Longest value of a style's background, shadow or clip that is not an image, characters. */
    style: 800,
  },
} as const;
