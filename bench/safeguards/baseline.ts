import type { Engine } from './measure.ts';

/**
 * What a plain list of patterns does, as many redactors are built: e-mail addresses, phone numbers, cards, government
 * numbers, addresses of computers, dates, and keys behind their labels. Written for comparison only.
 */
const patterns: readonly RegExp[] = [
  /[\w.+-]+@[\w-]+\.[\w.]+/g,
  /(?:\+\d{1,3}[ -]?)?(?:\(\d{2,4}\)|\d{2,4})[ .-]\d{2,4}[ .-]\d{2,4}(?:[ .-]\d{2,4})?/g,
  /\b(?:\d[ -]?){13,16}\b/g,
  /\b\d{3}-\d{2}-\d{4}\b/g,
  /\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){3,7}\b/g,
  /\b(?:\d{1,3}\.){3}\d{1,3}\b/g,
  /\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}\/\d{1,2}\/\d{2,4}\b/g,
  /\b(?:AKIA[A-Z\d]{16}|gh[pousr]_\w{36}|sk_live_\w{24}|xox[abp]-[\w-]+|AIza[\w-]{35})\b/g,
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?-----END [A-Z ]*PRIVATE KEY-----/g,
  /(?<=(?:password|passwd|pwd|secret|token|api[_-]?key)["']?\s*[:=]\s*["']?)[^\s"',;]+/gi,
  /https?:\/\/\S+/g,
];

export const patternList: Engine = (_channel, text) =>
  patterns.flatMap((pattern) =>
    Array.from(text.matchAll(pattern), ({ 0: found, index }) => ({ start: index, end: index + found.length })),
  );
