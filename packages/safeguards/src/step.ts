import type {
  Digest,
  EpisodeNote,
  KeepProposal,
  RawStep,
  ReasonCode,
  RedactedText,
  Site,
  Step,
  Target,
} from '@assent/contracts';
import { safeguardAction } from './action.ts';
import { saysHidden } from './floor-words.ts';
import { isListedSegment } from './location.ts';
import { isKnownCss, isKnownId, isKnownRole, isKnownTag, nameChannel } from './markup.ts';
import { quantiseDuration, quantiseInstant, skewAfter } from './quantise.ts';
import { redactAgain, redactWith, rulesOf, type Rules } from './redact.ts';
import { hideSpans } from './span.ts';
import { openInput, splitReason } from './split-input.ts';
import { StepRedactor, type Pass } from './step-redactor.ts';
import { knownTokens, TokenIssuer, type TokenTable } from './tokens.ts';
import { acceptedRules, contentRules, siteRules, type Decisions } from './effective-rules.ts';

/** What a step is safeguarded under. */
export interface SafeguardContext extends Decisions {
  /** The listed site the step happened on. */
  readonly site: Site;
  /** Digests of the policy and the rule set in force; stated in the step. */
  readonly policy: Digest;
  readonly safeguards: Digest;
  /** What was hidden in this episode so far; begin each episode with `emptyTokens()`. */
  readonly tokens: TokenTable;
}

/** A step that may leave the device, or why none does. */
export type SafeguardOutcome =
  | { readonly outcome: 'kept'; readonly step: Step; readonly tokens: TokenTable }
  | { readonly outcome: 'dropped'; readonly reason: ReasonCode; readonly tokens: TokenTable };

/**
 * Makes a step out of a raw one: every text in it passes the rules of its channel, secrets become slots, times become
 * coarse. Drops the step if its page does not belong to the site. Never throws on any raw step of the schema.
 */
export function safeguardStep(raw: RawStep, context: SafeguardContext): SafeguardOutcome {
  const { site } = context;
  const url = URL.parse(raw.page.url);
  // Deny by default: a page that is not certainly the site's own is not captured.
  if (url === null || url.origin !== site.origin) {
    return { outcome: 'dropped', reason: 'scope.not-listed', tokens: context.tokens };
  }
  const issuer = new TokenIssuer(context.tokens);
  const rules = siteRules(site, context);
  const redactor = new StepRedactor(
    (channel, text) => redactWith(channel, text, issuer, rules),
    contentPass(raw, context, issuer),
  );
  const secret = raw.target?.field.secret ?? (raw.origin === 'autofill' ? 'autofill' : null);
  const action = safeguardAction(raw, secret, redactor, issuer);
  const step: Step = {
    ...raw,
    t: quantiseInstant(raw.t, context.tokens.skew ?? 0),
    duration: quantiseDuration(action, raw.duration),
    frame: safeguardFrame(raw.frame, site, redactor),
    action,
    target: raw.target === null ? null : safeguardTarget(raw.target, rules, redactor),
    page: safeguardPage(url, raw.page.title, rules, redactor),
    // Complete here, because the texts above have passed by now.
    redactions: redactor.redactions(),
    policy: context.policy,
    safeguards: context.safeguards,
  };
  const open = openInput(raw, context.tokens.open);
  const { open: _last, ...tokens } = issuer.table();
  const skew = skewAfter(action, raw.duration, tokens.skew ?? 0);
  return {
    outcome: 'kept',
    step,
    tokens: { ...tokens, ...(skew === 0 ? {} : { skew }), ...(open === undefined ? {} : { open }) },
  };
}

/** How what was entered passes: hidden as a whole for one reason, or by the rules of its field. */
function contentPass(raw: RawStep, context: SafeguardContext, issuer: TokenIssuer): Pass {
  const rules = contentRules(context.site, raw.target, context);
  if (rules === 'hidden') return (_channel, text) => hideWhole(text, 'participant.hidden', issuer);
  const split = splitReason(raw, context.tokens.open, rules.strictness === 'literal');
  if (split !== null) return (_channel, text) => hideWhole(text, split, issuer);
  return (channel, text) =>
    isPickedDate(text, raw.target, rules) ? { text, redactions: [] } : redactWith(channel, text, issuer, rules);
}

/**
 * Passes the text that says what an episode was about. A program's own instruction on a task site stays literal apart from
 * what detectors find. Numbers of tokens are those of the episode where it knew the text, else 0.
 */
export function safeguardNote(
  note: EpisodeNote,
  context: Pick<SafeguardContext, 'site' | 'tokens' | 'participant'>,
): EpisodeNote {
  const rules = noteRules(note, context.site, context);
  const source = knownTokens(context.tokens);
  const redactor = new StepRedactor((channel, text) => redactWith(channel, text, source, rules));
  return { ...note, instruction: redactor.text('/instruction', 'text', note.instruction, 4000) };
}

/** What the second pass knows about a step: its site, and what the policy proposed to keep there. */
export interface RecheckOptions {
  readonly site?: Site;
  readonly proposals?: readonly KeepProposal[];
}

/**
 * The second pass, inside the build: the rules of today over a step that passed the rules of its day. Tokens and slots
 * stay as they are. With the step's `site` the whole allow-list runs; without it only detectors do, because the words
 * that the site's policy allows are not known. A field that the policy proposed to keep literally is held to the floor
 * and the detectors: participants who did not accept sent tokens. Idempotent.
 */
export function recheckStep(step: Step, options: RecheckOptions = {}): { step: Step; caught: number } {
  const { site } = options;
  const rules = site === undefined ? detectorsOnly : siteRules(site, {});
  const content = site === undefined ? rules : acceptedRules(rules, site, step.target, options.proposals);
  const redactor = new StepRedactor(
    (channel, text) => redactAgain(channel, text, rules),
    (channel, text) =>
      isPickedDate(text, step.target, content) ? { text, redactions: [] } : redactAgain(channel, text, content),
  );
  const { action, target, page } = step;
  const checked: Step = {
    ...step,
    action:
      action.type === 'type' && 'text' in action.value
        ? { ...action, value: { text: redactor.content('/action/value/text', 'text', action.value.text, 65_536) } }
        : action.type === 'select'
          ? {
              ...action,
              option: redactor.content('/action/option', nameChannel(target?.role ?? ''), action.option, 2000),
            }
          : action,
    target: target === null ? null : { ...target, ...safeguardNames(target, redactor) },
    page: {
      ...page,
      path: redactor.text('/page/path', site === undefined ? 'text' : 'path', page.path, 2000),
      title: redactor.text('/page/title', 'title', page.title, 2000),
    },
  };
  const caught = redactor.total;
  if (caught === 0) return { step, caught };
  return { step: { ...checked, redactions: [...step.redactions, ...redactor.redactions()].slice(0, 500) }, caught };
}

/** The second pass over the text that says what an episode was about. Idempotent. */
export function recheckNote(note: EpisodeNote, options: RecheckOptions = {}): { note: EpisodeNote; caught: number } {
  const rules = options.site === undefined ? detectorsOnly : noteRules(note, options.site, {});
  const redactor = new StepRedactor((channel, text) => redactAgain(channel, text, rules));
  const instruction = redactor.text('/instruction', 'text', note.instruction, 4000);
  return redactor.total === 0 ? { note, caught: 0 } : { note: { ...note, instruction }, caught: redactor.total };
}

/** Only what a program wrote about its own made-up task stays literal: a participant's words are ordinary text. */
function noteRules(note: EpisodeNote, site: Site, decisions: Decisions): Rules {
  return siteRules(note.source === 'program' ? site : { ...site, mode: 'ambient' }, decisions);
}

/** A field for dates holds nothing else, whatever number a detector takes its value for. Only where text stays literal. */
function isPickedDate(text: string, target: Target | null, rules: Rules): boolean {
  return (
    rules.strictness === 'literal' &&
    target?.field.kind === 'date' &&
    target.field.secret === null &&
    /^(?:\d{4}-(?:W?\d\d)(?:-\d\d)?)?T?(?:\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)?$/.test(text)
  );
}

const detectorsOnly = rulesOf({ strictness: 'literal' });

function hideWhole(text: string, reason: ReasonCode, issuer: TokenIssuer): RedactedText {
  return hideSpans(text, [{ start: 0, end: text.length, reason }], issuer);
}

function safeguardPage(url: URL, title: string, rules: Rules, redactor: StepRedactor): Step['page'] {
  const queryKeys: string[] = [];
  for (const key of new Set(url.searchParams.keys())) {
    if (saysHidden(key, rules.never)) redactor.hidden('/page/queryKeys', 'participant.hidden');
    else if (isListedSegment(key, rules.own) && queryKeys.length < 50) queryKeys.push(key);
    else redactor.hidden('/page/queryKeys', 'url.query');
  }
  if (url.search !== '') redactor.hidden('/page', 'url.query');
  if (url.hash !== '') redactor.hidden('/page', 'url.fragment');
  return {
    origin: url.origin,
    path: redactor.text('/page/path', 'path', url.pathname, 2000),
    queryKeys,
    title: redactor.text('/page/title', 'title', title, 2000),
  };
}

function safeguardFrame(frame: Step['frame'], site: Site, redactor: StepRedactor): Step['frame'] {
  if (frame.origin === site.origin || frame.origin === 'null') return frame;
  // Another site's origin is not listed: the step says only that it is another one.
  redactor.hidden('/frame/origin', 'scope.not-listed');
  return { ...frame, origin: 'null' };
}

function safeguardTarget(target: Target, rules: Rules, redactor: StepRedactor): Target {
  const known = isKnownRole(target.role);
  if (!known) redactor.hidden('/target/role', 'word.not-listed');
  const tagged =
    isKnownTag(target.tag, rules.own) && !(target.tag.includes('-') && saysHidden(target.tag, rules.never));
  if (!tagged) redactor.hidden('/target/tag', 'word.not-listed');
  const keep = (at: string, text: string | null, isKnown: (text: string, own: ReadonlySet<string>) => boolean) => {
    const says = text !== null && saysHidden(at === 'css' ? withoutTags(text) : text, rules.never);
    if (text === null || (isKnown(text, rules.own) && !says)) return text;
    redactor.hidden(`/target/selectors/${at}`, says ? 'participant.hidden' : 'shape.identifier');
    return null;
  };
  return {
    ...target,
    ...safeguardNames(target, redactor),
    role: known ? target.role : 'generic',
    tag: tagged ? target.tag : 'custom-element',
    selectors: {
      testId: keep('testId', target.selectors.testId, isKnownId),
      id: keep('id', target.selectors.id, isKnownId),
      css: keep('css', target.selectors.css, isKnownCss),
    },
  };
}

/** A CSS path without the tags of HTML, such as `table`: those are nobody's words. */
function withoutTags(css: string): string {
  return css.replaceAll(/(?<![#\w-])[a-z]+\d?(?![\w-])/g, '');
}

function safeguardNames(target: Target, redactor: StepRedactor): Pick<Target, 'name' | 'context'> {
  return {
    name: redactor.text('/target/name', nameChannel(target.role), target.name, 2000),
    context: target.context.map(({ role, name }, i) => ({
      role: isKnownRole(role) ? role : 'generic',
      name: redactor.text(`/target/context/${i}/name`, nameChannel(role), name, 500),
    })),
  };
}
