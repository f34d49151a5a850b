import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

/** Prints the page script's size and fails when it is over its budget. Argument: a build's folder. */
const budget = 15 * 1024;
const folder = process.argv[2] ?? '.output/chrome-mv3';
const script = await readFile(new URL(`../${folder}/capture.js`, import.meta.url));
const size = gzipSync(script, { level: 9 }).length;
process.stdout.write(`capture.js: ${size} bytes gzip of ${budget}\n`);
process.exitCode = size <= budget ? 0 : 1;
