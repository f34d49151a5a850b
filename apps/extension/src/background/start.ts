import { CodedError, parseAs } from '@assent/contracts';
import { extend, keepsMore } from '@assent/consent';
import { panelRequestSchema, type PanelMessage, type PanelReply, type PanelRequest } from '../panel.ts';
import type { PageMessage, SnapshotMessage } from '@assent/capture-web/protocol';
import { deliver, sayFarewell } from './delivery.ts';
import { Device } from './device.ts';
import { giveUpTabs, goneTabs, lastWordsDelay } from './gone-tabs.ts';
import { Halts, switchesOff } from './halts.ts';
import { watchLedger } from './ledger.ts';
import { extensionErrorCodes, type ExtensionErrorCode } from './errors.ts';
import { watchOpeners } from './openers.ts';
import { answerPage, isOpen, tellTab } from './page-messages.ts';
import { answerPanel, noteUpload } from './panel-answers.ts';
import { previewPage } from './preview-page.ts';
import { watchPolicy } from './policy-watch.ts';
import { onExtendFromNotice } from './resume-notice.ts';
import { collectFromTabs, registeredOrigins, registerFor, stopEverywhere, stopInTabs } from './scripts.ts';
import { originOf, pageSender } from './sender.ts';
import { Serial } from './serial.ts';
import { arrivalDelay } from './recorder.ts';
import { pendingShots } from './snapshots/pending.ts';
import { takeSnapshot } from './snapshots/take.ts';

const minuteAlarm = 'minute';
/** A step that nothing has closed comes out after this long without events, ms: ticks stay behind what may still arrive. */
const tickAfter = arrivalDelay + 2000;

/**
 * Starts the background. Every listener is registered before this returns, because the browser starts the worker for an
 * event and tells it only to listeners that are there at once. Everything runs one after the other.
 */
export function startBackground(): void {
  const serial = new Serial();
  const halts = new Halts();
  const openers = watchOpeners();
  let opened: Promise<Device> | null = null;
  let tickTimer: ReturnType<typeof setTimeout> | undefined;

  const withDevice: WithDevice = (task) =>
    serial.run(async () => {
      opened ??= Device.open(halts);
      try {
        return await task(await opened);
      } catch (error) {
        // Storage that failed once is opened again by whoever comes next; until then nothing is captured.
        if (!(error instanceof CodedError)) opened = null;
        throw error;
      }
    });
  const afterwards = (task: (device: Device) => Promise<void>): void => {
    // Nobody waits for it: the next alarm does it again.
    withDevice(task).catch(() => undefined);
  };
  const tickLater = () => {
    clearTimeout(tickTimer);
    tickTimer = setTimeout(() => afterwards(tick), tickAfter);
  };
  /** After capture stopped, what pages had sent before is taken in first; then everything open is closed. */
  const flushIfClosed = () => {
    afterwards(async (device) => {
      const inForce = device.inForce();
      if (inForce === null || device.profile?.open?.to === null) return;
      await device.recorder.flush(inForce, Date.now());
      // Nothing that was seen before is used for what is done after.
      await pendingShots.clear();
    });
  };
  let lookedForPolicyAt = -Infinity;
  const lookForNewPolicy = () => {
    // Pages ask for the status every two seconds; the collector is not to be asked as often.
    if (performance.now() - lookedForPolicyAt < 10_000) return;
    lookedForPolicyAt = performance.now();
    // Whoever cannot be reached is asked again with the next alarm.
    watchPolicy(withDevice).catch(() => undefined);
  };
  /** What was sent is looked for in the ledger; whoever gives no answer is asked again with the next alarm. */
  const lookAtLedger = async () => watchLedger(withDevice).catch(() => undefined);
  const resync = () => {
    // The pages' last events come in while scripts are being stopped; what closes them must come after.
    void withDevice((device) => device.sync())
      .catch(() => undefined)
      .then(flushIfClosed);
  };

  /** What was sent, deleted or let go of may have made room, or used up the day. */
  const rest = () => {
    void withDevice(async (device) => {
      if (await device.lookForRoom()) await device.sync();
    })
      .catch(() => undefined)
      .then(flushIfClosed);
  };

  chrome.runtime.onMessage.addListener((message: unknown, sender, respond: (answer: unknown) => void) => {
    if (isPanel(message)) {
      // Only this extension's own pages may ask; a page script has a tab of another origin.
      if (sender.id !== chrome.runtime.id || sender.origin !== `chrome-extension://${chrome.runtime.id}`) return false;
      const sends = message.request.ask === 'send-now';
      // What pages still hold is sent too. Nothing else waits for them.
      const collected = sends ? registeredOrigins().then(collectFromTabs) : Promise.resolve();
      void collected
        .catch(() => undefined)
        .then(() => panel(message, withDevice, halts))
        .then(respond)
        .finally(flushIfClosed)
        .then(sends ? lookAtLedger : undefined)
        .then(sends || message.request.ask.startsWith('delete-') ? rest : undefined);
      if (message.request.ask === 'status') lookForNewPolicy();
      return true;
    }
    const page = pageSender(sender);
    if (page === null || !isPageMessage(message)) return false;
    if (message.kind === 'snapshot') {
      void takeSnapshot(withDevice, page, isOpen)
        .catch(() => undefined)
        .then(respond);
      return true;
    }
    void openers
      .heard(page.tab)
      .then(() => withDevice((device) => answerPage(device, message, page)))
      // Not stored means not acknowledged: the page keeps its events and sends them again.
      .catch(() => undefined)
      .then(respond);
    tickLater();
    return true;
  });
  chrome.runtime.onInstalled.addListener(resync);
  chrome.runtime.onStartup.addListener(resync);
  chrome.permissions.onAdded.addListener(resync);
  chrome.permissions.onRemoved.addListener(resync);
  chrome.tabs.onActivated.addListener(({ tabId, windowId }) => {
    const at = Date.now();
    const tell = async (device: Device) => {
      const tab = await chrome.tabs.get(tabId);
      await tellTab(device, 'switch', { tab: tabId, window: windowId, origin: originOf(tab.url) }, at);
    };
    // What was done in the tab left comes before what is done in this one; pages hold events back for a moment.
    void registeredOrigins()
      .then(collectFromTabs)
      .catch(() => undefined)
      .then(() => afterwards(tell));
  });
  /** What a page said last, as its tab went, is heard first. */
  const giveUpLater = (tabs: ReadonlySet<number>) => {
    if (tabs.size > 0) setTimeout(() => afterwards((device) => giveUpTabs(device, tabs)), lastWordsDelay);
  };
  chrome.tabs.onRemoved.addListener((tab, { windowId }) => {
    afterwards((device) => tellTab(device, 'close', { tab, window: windowId, origin: null }));
    giveUpLater(new Set([tab]));
  });
  onExtendFromNotice(() =>
    afterwards(async (device) => {
      const minutes = device.facts.policy?.policy.pause.capMinutes ?? 30;
      await device.control((controls) => extend(controls, { now: Date.now(), minutes, capMinutes: minutes }));
      await device.sync();
    }),
  );
  chrome.alarms.onAlarm.addListener(() => {
    resync();
    lookForNewPolicy();
    afterwards(tick);
    // Tabs that went while nobody was there to hear of it.
    afterwards(async (device) => giveUpLater(await goneTabs(device)));
    // Not in the device's turn: a collector that does not answer must not hold up a pause.
    void withDevice(async (device) => device)
      .then(async (device) => noteUpload(await deliver(device, { skipWait: false })))
      .catch(() => undefined)
      .then(lookAtLedger)
      .then(rest);
    afterwards(async (device) => {
      if (device.profile?.farewell === null) return;
      await sayFarewell(device);
      opened = null;
    });
  });
  void chrome.alarms.create(minuteAlarm, { periodInMinutes: 0.5 });
  // The worker may have died in the middle of anything: bring the browser in line first.
  resync();
}

type WithDevice = <Result>(task: (device: Device) => Promise<Result>) => Promise<Result>;

async function tick(device: Device): Promise<void> {
  const inForce = device.inForce();
  if (inForce !== null) await device.recorder.tick(inForce, Date.now());
}

async function panel(
  message: PanelMessage,
  withDevice: WithDevice,
  halts: Halts,
): Promise<PanelReply<PanelRequest['ask']>> {
  try {
    const request = parseAs(panelRequestSchema, 'request', message.request);
    // Looked at in its own time: a page that hangs must not hold up a pause.
    if (request.ask === 'preview-page') return { ok: true, answer: await previewPage(withDevice, request.tab) };
    // Who looks at what was recorded, deletes or sends it, means all of it: also what pages have not handed over yet.
    if (concernsTheQueue(request)) await collectFromTabs(await registeredOrigins());
    // The pairing of question and answer is `answerPanel`'s own; the union does not carry it.
    const answer = (await halting(request, withDevice, halts, () =>
      withDevice((device) => answerPanel(device, request)),
    )) as never;
    return { ok: true, answer };
  } catch (error) {
    return { ok: false, code: codeOf(error) };
  }
}

/** Does what a request asks for; what it switches off is off in all pages before its turn has come. */
async function halting<Result>(
  request: PanelRequest,
  withDevice: WithDevice,
  halts: Halts,
  act: () => Promise<Result>,
): Promise<Result> {
  const off = switchesOff(request);
  if (off === undefined) return act();
  const halt = halts.begin(off, Date.now());
  // Whom this does not reach, the change itself does.
  const stopped = (off === null ? stopEverywhere() : stopInTabs([off])).catch(() => undefined);
  try {
    return await act();
  } catch (error) {
    halts.end(halt);
    // It came to nothing, but its pages have been told: registered anew, they begin again if the gate says so.
    await withDevice(async (device) => {
      await registerFor([]);
      await device.sync();
    }).catch(() => undefined);
    throw error;
  } finally {
    // The pages' last events are on their way before what is open is closed.
    await stopped;
    halts.end(halt);
  }
}

function concernsTheQueue(request: PanelRequest): boolean {
  const { ask } = request;
  // What was done before more is kept comes in, and is closed, before it is.
  if (ask === 'accept-proposal' || (ask === 'change-rules' && keepsMore(request.change))) return true;
  return ask === 'episodes' || ask === 'send-now' || ask.startsWith('delete-');
}

function codeOf(error: unknown): ExtensionErrorCode {
  const code = error instanceof CodedError ? error.code : null;
  return extensionErrorCodes.find((known) => known === code) ?? 'storage';
}

function isPanel(message: unknown): message is PanelMessage {
  return (
    typeof message === 'object' &&
    message !== null &&
    'kind' in message &&
    message.kind === 'panel' &&
    'request' in message
  );
}

function isPageMessage(message: unknown): message is PageMessage | SnapshotMessage {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return false;
  return ['hello', 'events', 'mark-lost', 'snapshot'].includes(String(message.kind));
}
