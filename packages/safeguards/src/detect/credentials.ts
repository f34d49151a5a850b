import type { Span } from '../span.ts';
import { isFunctionWord, isLabelWord } from '../vocabulary.ts';

/** The value after, or before, a word such as “password” is hidden whatever it is made of. */

const passwordWords = `p[a4@][s5$]{2}[ -]?w(?:[o0]r[dt]e?|d)|pass(?:phrase|code|wort|key)|passw?(?=[ _"':=])|pwd|pw(?=[ "':=])|kennwort|contraseña|contrasena|senha|mot de passe|mdp|clave(?=[ :=])|psk|requirepass|creds|(?<=(?:^|\\s))credentials(?= )|(?<!\\p{L})pin(?!\\p{L})`;
const otherWords = `secret|mnemonic|api[ _-]?key|access[ _-]?key|private[ _-]?key|token|credentials?|client[ _-]?id|auth[ _-]?key|connection[ _-]?string|(?:recovery|seed|backup|mnemonic|secret)[ _-](?:phrase|words|codes?|key)|encryption[ _-]?key|signing[ _-]?key|licen[cs]e[ _-]?key|answer`;
const credentialWords = new RegExp(`(?<password>${passwordWords})|${otherWords}`, 'giu');

const verbs = `is|was|are|will be|should be|ist|lautet|war|es|est|sont|é`;
/** Between the word and the value: the rest of an identifier, quotes and brackets, a separator or a small verb. */
const introduction = new RegExp(
  `^[\\w-]{0,32}["'\`)\\]]{0,2}(?:[ \\t]{0,4}(?::=|=>|->|==|[:=>]|[ \\t](?:(?:now|still|currently|nun|jetzt|ahora|maintenant) )?(?:${verbs})(?: now| still)?[ \\t:])\\s{0,4})`,
  'iu',
);
/** “password for the portal is …” */
const bridge = new RegExp(
  `^[\\w-]{0,16}[ \\t](?:(?:has been|have been|was|is now|got|wurde)[ \\t](?:set|changed|reset|updated|auf)[ \\t](?:to[ \\t])?|(?:for|to|of|on|from|at|in|para|pour|de|del|do|da|für|zum|zur|vom)[ \\t][^.\\n:=]{1,60}?(?:[ \\t](?:${verbs})[ \\t]|[ \\t]?[:=][ \\t]?))`,
  'iu',
);
const flag = /^[\w-]{0,32}[ \t=]{1,2}/;
/** “changed the password to …” */
const towards = /^[^.\n]{0,40}?[ \t](?:to|auf|à|para|a|into|by)[ \t]{1,2}/iu;
const changing =
  /(?:set|chang|reset|updat|modif|rotat|geändert|änder|gesetzt|setze|cambi|mud|alter)\p{L}{0,6}[^.\n]{0,40}$/iu;
const next = /^[\w-]{0,16}["'”]?[?]?[ \t]{1,3}/;
/** “dragon is my password”, “use dragon as the password” */
const beforehand =
  /(\S{1,64})[ \t](?:is|was|ist|war|es|est|é|as|als|como|comme)[ \t](?:(?:my|the|your|our|his|her|their|new|old|a|wifi|temporary|default|mein|das|dein|ihr|neues|mi|la|tu|su|mon|le|ton|votre|minha|sua)[ \t]){0,3}$/iu;

/** The patterns above, for the rule set's digest. */
export const credentialPatterns: readonly RegExp[] = [
  credentialWords,
  introduction,
  bridge,
  flag,
  towards,
  changing,
  next,
  beforehand,
];

const longestCredential = 256;

/** `password: correct horse`, `--token abc`, `<secret>x</secret>`, “the password for the portal is …”. */
export function findCredentials(text: string): readonly Span[] {
  const spans: Span[] = [];
  let done = 0;
  for (const match of text.matchAll(credentialWords)) {
    const after = match.index + match[0].length;
    if (after < done) continue;
    const isPassword = match.groups?.['password'] !== undefined;
    const span = valueAfter(text, match.index, after, isPassword) ?? valueBefore(text, match.index);
    if (span === null) continue;
    spans.push({ ...span, reason: 'secret.password' });
    done = span.end;
  }
  return spans;
}

type Stretch = Pick<Span, 'start' | 'end'>;

function valueAfter(text: string, at: number, after: number, isPassword: boolean): Stretch | null {
  const near = text.slice(after, after + 120);
  const before = text.slice(Math.max(0, at - 60), at);
  const isFlag = /--?[\w-]{0,16}$/.test(before);
  const lead = (introduction.exec(near) ?? (isFlag ? flag.exec(near) : null) ?? bridge.exec(near))?.[0];
  if (lead !== undefined) {
    const start = after + lead.length;
    const end = credentialEnd(text, start, /^s\b/i.test(near));
    const value = text.slice(start, end);
    if (end > start && !(/^[^:=>]*$/.test(lead) && saysAbout.test(value))) return { start, end };
  }
  if (!isPassword) return null;
  const change = towards.test(near) && changing.test(before) ? towards.exec(near) : null;
  const start = after + (change ?? next.exec(near) ?? [near])[0].length;
  const word = wordAt(text, start, change === null);
  if (word === null || !/^cred/i.test(text.slice(at, after))) return word;
  // “creds bob dragon”: a name and a password.
  const second = wordAt(text, word.end + 1, true);
  return { start: word.start, end: second?.end ?? word.end };
}

/** One word, unless it says something about the password rather than being it. */
function wordAt(text: string, start: number, isWeak: boolean): Stretch | null {
  const word = /^["'“‘]?([^\s"'”’,;]{1,64})/u.exec(text.slice(start, start + 80))?.[0];
  if (word === undefined) return null;
  const plain = word.replaceAll(/^["'“‘]|[.!?:)]+$/gu, '').toLowerCase();
  if (plain === '' || (isWeak && !favourites.has(plain) && (isFunctionWord(plain) || isLabelWord(plain)))) return null;
  return { start, end: start + word.length };
}

/** Interface words that are favourite passwords, too. */
const favourites: ReadonlySet<string> = new Set(
  'welcome whatever secret login access test master internet default admin guest hello password something nothing everything forever always never'.split(
    ' ',
  ),
);

function valueBefore(text: string, at: number): Stretch | null {
  // The pattern ends in a space: without one it cannot match.
  if (!/[ \t]/.test(text.charAt(at - 1))) return null;
  const match = beforehand.exec(text.slice(Math.max(0, at - 120), at));
  const word = match?.[1];
  if (match === null || word === undefined) return null;
  const plain = word.replaceAll(/^["'“‘]|["'”’]$/gu, '').toLowerCase();
  if (isFunctionWord(plain) && !favourites.has(plain)) return null;
  const start = Math.max(0, at - 120) + match.index;
  return { start, end: start + word.length };
}

/** What follows “your password is” without being one. */
const saysAbout =
  /^(?:(?:not|too|very|the same|about to|no longer|never)(?= )|(?:incorrect|wrong|required|invalid|missing|empty|expired|expiring|weak|strong|correct|needed|stored|protected|safe|shorter|longer|hidden|shown|ready|case.sensitive|falsch|ungültig|abgelaufen|erforderlich|incorrecte?|requise?|obligatori[ao]|obligatoire|inválid[ao]|incorrect[ao])(?=[ \t]*(?:[.!,?;)]|$)| (?:and|or|for|because|than|by|in|if|to)(?!\p{L})))/iu;

/** Several secrets in a row are parted by commas; otherwise what follows a comma is something else. */
function credentialEnd(text: string, start: number, isList: boolean): number {
  const rest = text.slice(start, start + longestCredential);
  const quote = /^["'`]/.exec(rest)?.[0];
  const closing = quote === undefined ? -1 : rest.indexOf(quote, 1);
  if (closing >= 0) return start + closing + 1;
  const stop = rest.search(isList ? /[\r\n<>]|\u27E6/ : /[\r\n<>;]|, | [|] |\u27E6/);
  return start + (stop < 0 ? rest.length : stop);
}
