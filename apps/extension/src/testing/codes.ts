import { encodeQR } from 'qr';
import { decodeQR } from 'qr/decode.js';
import type { Page } from 'playwright-core';

/** A QR code as dark and light modules, with its quiet zone. */
type Code = readonly (readonly boolean[])[];

/** Makes the code of a text. */
export function codeOf(text: string): Code {
  return encodeQR(text, 'raw', { ecc: 'low', border: 3 });
}

/** What a code reader reads in an image, at the given enlargements; empty for nothing. `page` does the decoding. */
export async function readCodes(page: Page, image: Uint8Array, enlargements: readonly number[]): Promise<string[]> {
  const texts: string[] = [];
  for (const times of enlargements) {
    const { width, height, base64 } = await pixelsOf(page, image, times);
    const data = rgba(Buffer.from(base64, 'base64'));
    try {
      texts.push(decodeQR({ width, height, data }));
    } catch {
      // The reader throws where it finds none.
    }
  }
  return texts;
}

function rgba(grey: Uint8Array): Uint8Array {
  const data = new Uint8Array(grey.length * 4).fill(255);
  for (const [index, level] of grey.entries()) data.fill(level, index * 4, index * 4 + 3);
  return data;
}

/** The pixels of an image, enlarged: a byte of brightness each. */
async function pixelsOf(
  page: Page,
  image: Uint8Array,
  times: number,
): Promise<{ readonly width: number; readonly height: number; readonly base64: string }> {
  return page.evaluate(
    async ({ source, times }) => {
      const bitmap = await createImageBitmap(await (await fetch(`data:;base64,${source}`)).blob());
      const canvas = new OffscreenCanvas(bitmap.width * times, bitmap.height * times);
      const context = canvas.getContext('2d');
      if (context === null) throw new TypeError('no canvas');
      context.imageSmoothingEnabled = false;
      context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
      const grey = Uint8Array.from({ length: width * height }, (_, index) => data[index * 4 + 1] ?? 0);
      let text = '';
      for (let at = 0; at < grey.length; at += 32_768) {
        text += String.fromCharCode(...grey.subarray(at, at + 32_768));
      }
      return { width, height, base64: btoa(text) };
    },
    { source: Buffer.from(image).toString('base64'), times },
  );
}

/** A code as an SVG drawing of `size` CSS pixels. */
export function drawingOf(code: Code, size: number): string {
  const path = code.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  const side = code.length;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges"><rect width="${side}" height="${side}" fill="#fff"/><path d="${path}"/></svg>`;
}

/** A code as the cells of a table, without a word. */
export function cellsOf(code: Code): string {
  const rows = code.map((row) => `<tr>${row.map((dark) => `<td bgcolor="${dark ? '#000' : '#fff'}">`).join('')}`);
  return `<style>.code{border-collapse:collapse;line-height:0}.code td{width:8px;height:8px;padding:0}</style><table class="code">${rows.join('')}</table>`;
}

/** A code as text in which each sign is two modules, one above the other. */
export function blocksOf(code: Code): string {
  const lines: string[] = [];
  for (let y = 0; y < code.length; y += 2) {
    const [above = [], below = []] = [code[y], code[y + 1]];
    lines.push(above.map((dark, x) => ' ▀▄█'[(dark ? 1 : 0) + (below[x] === true ? 2 : 0)]).join(''));
  }
  return `<pre style="font:16px/1 'DejaVu Sans Mono',monospace;background:#fff;color:#000;margin:0">${lines.join('\n')}</pre>`;
}

/** A code as text of one short word a module. */
export function wordsOf(code: Code): string {
  const lines = code.map((row) => row.map((dark) => (dark ? '██' : '  ')).join(''));
  return `<pre style="font:8px/9px 'DejaVu Sans Mono',monospace;word-spacing:0;margin:0">${lines.join('\n')}</pre>`;
}

/** A code as the shadows of one box. */
export function shadowsOf(code: Code): string {
  const shadows = code.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`${x * 8}px ${y * 8}px #000`] : [])));
  return `<div style="width:8px;height:8px;box-shadow:${shadows.join()}"></div><div style="height:300px"></div>`;
}

/** A code as gradients, one a row. */
export function gradientsOf(code: Code): string {
  const layers = code.map((row, y) => {
    const stops = row.map((dark, x) => `${dark ? '#000' : '#fff'} ${x * 8}px ${x * 8 + 8}px`);
    return `linear-gradient(90deg,${stops.join()}) 0 ${y * 8}px/100% 8px no-repeat`;
  });
  return `<div style="width:${code.length * 8}px;height:${code.length * 8}px;background:${layers.join()}"></div>`;
}
