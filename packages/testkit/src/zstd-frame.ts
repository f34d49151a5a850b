/**
 * Length in bytes of the zstd frame that starts a buffer, or null if none does (RFC 8878 §3.1.1).
 * Needed because decompressors refuse a frame with anything behind it, and inside a file there is always something.
 */
export function zstdFrameLength(bytes: Buffer): number | null {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== 0xfd_2f_b5_28) return null;
  const descriptor = bytes.readUInt8(4);
  const singleSegment = (descriptor & 0x20) !== 0;
  const checksum = (descriptor & 0x04) === 0 ? 0 : 4;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const sizeFlag = descriptor >> 6;
  const contentSize = sizeFlag === 0 ? (singleSegment ? 1 : 0) : 1 << sizeFlag;
  let at = 5 + (singleSegment ? 0 : 1) + dictionary + contentSize;
  for (;;) {
    if (at + 3 > bytes.length) return null;
    const header = bytes.readUIntLE(at, 3);
    const isRunLength = ((header >> 1) & 3) === 1;
    at += 3 + (isRunLength ? 1 : header >> 3);
    if ((header & 1) === 1) break;
  }
  return at + checksum <= bytes.length ? at + checksum : null;
}
