/**
 * Positions at which a word is a value rather than part of a sentence: behind a flag, in quotes behind an equals sign, glued
 * to another by signs. A dictionary word there is as likely a password or a user name as a word, so the dictionary
 * does not vouch for it.
 */
import type { Span } from './span.ts';
import { isConstant } from './vocabulary.ts';

/** How far the lists are trusted at a position. */
export const exposures = {
  /** All lists vouch. */
  none: 0,
  /** Only the interface vocabulary does. */
  value: 1,
  /** Nothing does but a few constants such as `true`. */
  secret: 2,
} as const;
export type Exposure = (typeof exposures)[keyof typeof exposures];

/**
 * Patterns whose last group is what is exposed. Every repetition is bounded. The third entry is something cheap without
 * which the pattern cannot match.
 */
const patterns: readonly (readonly [pattern: RegExp, exposure: Exposure, needs?: RegExp])[] = [
  // ("root", login('admin', … = "dragon", => 'dragon', IDENTIFIED BY 'dragon'
  [/(?:[=(]|=>|:=|\b(?:by|as|password|pass|with))\s{0,3}["'`]([^"'`\n]{1,80})(?=["'`])/giu, exposures.secret, /["'`]/],
  [/\([^()\n]{0,200},\s{0,3}["'`]([^"'`\n]{1,80})(?=["'`])/gu, exposures.secret, /,\s{0,3}["'`]/],
  [/["'`]\s{0,3},\s{0,3}["'`]([^"'`\n]{1,80})(?=["'`])/gu, exposures.value, /["'`]/],
  // key = value, key => value, key -> value
  [/[\w\])"'-][ \t]{1,3}(?:=|:=|=>|->|==|!=)[ \t]{1,3}(\S{1,80})/gu, exposures.secret, /[=>]/],
  // "key": "value" and key: value at the end of a line, as in JSON and YAML
  [
    /(?:^|[\n{,])[ \t]{0,20}["']?[\w.-]{1,40}["']?[ \t]?:[ \t]{1,3}["']?([^\s"'{}[\],]{1,80})["']?(?=[ \t]*(?:[,}\n\r]|$))/gu,
    exposures.value,
    /: /,
  ],
  // <key>value</key>
  [/>([^\s<>]{1,80})(?=<\/)/gu, exposures.value, /<\//],
  // admin:dragon; admin/dragon has a rule of its own
  [/[\p{L}\p{N}"'](?::|::)["']?([^\s:/,"'{}[\]]{1,80})/gu, exposures.secret, /:[^\s/]/],
  // blue!horse$, one|two
  [
    /(?<![\p{L}\p{N}])([\p{L}\p{N}]{1,40}(?:[!$%&*^~?|`+#=]{1,4}[\p{L}\p{N}]{1,40}){1,12})/gu,
    exposures.secret,
    /[!$%&*^~?|`+#=]/,
  ],
  // rows of values: one,two;three
  [/(?<=[\p{L}\p{N}"'])[,;](?!["'][\w.-]{1,40}["'] ?:)([^\s,;]{1,80})/gu, exposures.value, /[,;]\S/],
  // -psecret
  [/(?<=\s|^)-{1,2}(\p{L}[\p{L}\p{N}]{3,40})(?=\s|$)/gu, exposures.value, /-/],
  // -p secret, --user dragon
  [/(?<=\s|^)-{1,2}\p{L}[\w-]{0,20}(?:[ \t]{1,2}|=)["']?([^\s"'-]\S{0,80})/gu, exposures.secret, /-/],
  // echo secret | …, set TOKEN secret, (name, secret), u: name p: secret
  [/\becho[ \t]{1,2}(?:-\w{1,2}[ \t]{1,2})?["']?([^\s"'|]{1,80})(?=["']?[ \t]{0,2}\|)/gu, exposures.secret, /echo/i],
  [/\b(?:setx?|export|env|arg)[ \t]{1,2}[A-Z_]{2,40}[ \t=]{1,3}(\S{1,80})/gu, exposures.secret, /[A-Z_]{2}/],
  [/\(\s?[^\s(),]{1,40},\s?([^\s(),]{1,40})(?=\s?\))/gu, exposures.value, /\(/],
  [
    /(?:^|[\s,;/])(?:u|user|usr|login|id)\s?[:=]\s?\S{1,40}[\s,;/]{1,3}(?:p|pw|pass)\s?[:=]\s?(\S{1,80})/giu,
    exposures.secret,
    /[:=]/,
  ],
  // who it was, and who says it: “by moonlight”, “moonlight: hello”
  [/\bby[ \t]["'“]?(?!\p{L}{1,20}ing\b)(\p{L}{1,40})/giu, exposures.value, /by[ \t]/i],
  [/(?:^|\n)(\p{Ll}{2,20})(?=: )/gu, exposures.value, /: /],
  // commands that take credentials: all of the line behind them
  [
    /(?:^|\n|[$#>;&|] ?|sudo )[ \t]{0,8}(?:curl|wget|mysql(?:dump|admin)?|psql|sshpass|redis-cli|mongo(?:sh)?|htpasswd|smbclient|ldapsearch|ldapadd|net (?:use|user)|wpa_passphrase|openssl|keytool|docker login|helm|az|gpg|ftp|lftp|rclone|vncpasswd|passwd|chpasswd|requirepass|masterauth|runas|psexec|winexe|rdesktop|xfreerdp|sqlcmd|svn|hydra)[ \t]{1,4}([^\n]{1,400})/giu,
    exposures.secret,
  ],
  // TODO(alice), and a name and a password beside each other: “login: admin / dragon”, “it was admin and dragon”
  [/\b(?:todo|fixme|xxx|hack|note)\(([^()\s]{1,40})(?=\))/giu, exposures.secret, /\(/],
  [
    /(?<!\p{L})(?:log-?in|logon|creds?|credentials|wi-?fi|auth|account|access)(?!\p{L})[^\n/]{0,30}[:=-] ?\S{1,40} ?\/ ?(\S{1,80})/giu,
    exposures.secret,
    /\//,
  ],
  [
    /(?<!\p{L})(?:admin|administrator|root|guest|demo|superuser)(?: ?[/&] ?| (?:and|und|et|y|e) )([^\s/]{1,80})(?! (?:users?|accounts?|roles?|access|rights))/giu,
    exposures.secret,
    /admin|root|guest|demo|superuser/i,
  ],
  // user bob, pass dragon
  [
    /(?<!\p{L})(?:user(?:name)?|usr|login)[ \t:=]{1,2}\S{1,40}[,;]? (?:and |und |et |y |e )?(?:pass(?:word)?|pwd?)[ \t:=]{1,2}(\S{1,80})/giu,
    exposures.secret,
    / pass| pw/i,
  ],
  // web server logs: address, identity, user
  [/(?:[\da-f:.]{4,45}|\S{1,60}) (?:-|\S{1,40}) (\S{1,80})(?= \[\d{1,2}\/)/giu, exposures.secret, / \[\d/],
  [
    /\b(?:publickey for|(?:accepted|failed) password for|session opened for user|for (?:invalid )?user)[ \t]{1,2}(\S{1,80})/giu,
    exposures.secret,
  ],
  // user names where they are asked for or given
  [
    /\b(?:user(?:name| name| id)?|login|log-?in|handle|nick(?:name)?|alias|screen name|gamertag|skype|uid|usr|benutzername|benutzer|identifiant|usuario|utilizador)[ \t]{0,2}[:=][ \t]{0,3}(\S{1,80})/giu,
    exposures.secret,
  ],
  [
    /\b(?:user(?:name)?|logged in as|signed in as|log in as|sign in as|login as|assigned to|owned by|(?:created|written|reported|approved|edited|updated) by|known as|a\.?k\.?a\.?|alias|nickname|session for|find me (?:online )?(?:as|under|at)|follow me (?:as|at))[ \t]{1,2}["'“”‘’]?(\S{1,80})/giu,
    exposures.value,
  ],
];

/** The patterns above, for the rule set's digest. */
export const exposurePatterns: readonly RegExp[] = patterns.map(([pattern]) => pattern);

/** How exposed each unit of a text is; null where none is. */
export function exposureOf(text: string): Uint8Array | null {
  let levels: Uint8Array | null = null;
  for (const [pattern, exposure, needs] of patterns) {
    if (needs !== undefined && !needs.test(text)) continue;
    for (const match of text.matchAll(pattern)) {
      const value = match[1];
      if (value === undefined || (exposure === exposures.secret && isSentence(value))) continue;
      levels ??= new Uint8Array(text.length);
      const level = exposure === exposures.value && isNearCredential(text, match.index) ? exposures.secret : exposure;
      const end = match.index + match[0].length;
      for (let i = end - value.length; i < end; i++) if ((levels[i] ?? 0) < level) levels[i] = level;
    }
  }
  return levels;
}

/**
 * Values at positions of secrets near a word that says so: for text of which everything else is kept. Constants stay.
 */
export function exposedSecrets(text: string): readonly Span[] {
  const spans: Span[] = [];
  for (const [pattern, exposure, needs] of patterns) {
    if (exposure !== exposures.secret || (needs !== undefined && !needs.test(text))) continue;
    for (const match of text.matchAll(pattern)) {
      const value = match[1];
      const end = match.index + match[0].length;
      if (value === undefined || isSentence(value) || isConstant(value.toLowerCase())) continue;
      // “echo dragon | docker login” says so after the value.
      const around = `${text.slice(Math.max(0, match.index - 60), end - value.length)} ${text.slice(end, end + 24)}`;
      if (credentialCue.test(around)) spans.push({ start: end - value.length, end, reason: 'secret.password' });
    }
  }
  return spans;
}

const credentialCue =
  /pass|pwd|(?<!\p{L})pw|secret|token|cred|auth|log-?in|logon|connect|identified|psk|(?<!\p{L})(?:admin|root|sa|mysql|psql|curl|redis|ldap|smb|htpasswd|net user|zip|ftp|docker|sudo)(?!\p{L})/iu;

/** Whether something that holds secrets is named shortly before, as in a list of settings. */
function isNearCredential(text: string, at: number): boolean {
  return /pass|secret|token|key|cred|pwd/i.test(text.slice(Math.max(0, at - 120), at));
}

/** Quoted or assigned text that reads like a sentence: three words or more, one of which holds sentences together. */
function isSentence(value: string): boolean {
  return / \S+ /.test(value) && / (?:the|a|an|and|or|to|of|for|is|are|be|in|on|not|your|this|was|has) /i.test(value);
}
