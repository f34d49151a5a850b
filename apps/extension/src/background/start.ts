import { createDevice, type Command } from '@assent/device';
import { onExtendFromNotice } from './indicator.ts';
import { commandOf, replyOf } from './messages.ts';
import { chromePorts } from './ports.ts';

const minuteAlarm = 'minute';

/**
 * Starts the background: which event of the browser is which command of the device. Every listener is registered before
 * this returns, because the browser starts the worker for an event and gives it only to listeners that are there at once.
 */
export function startBackground(): void {
  const device = createDevice(chromePorts);
  // A command never rejects: what fails goes to the runtime's port for failures.
  const on = (command: Command): void => void device.handle(command);
  const restart = () => on({ type: 'started' });

  chrome.runtime.onMessage.addListener((message: unknown, sender, respond: (answer: unknown) => void) => {
    const command = commandOf(message, sender);
    if (command === null) return false;
    void device.handle(command).then((result) => respond(replyOf(result)));
    return true;
  });
  chrome.runtime.onInstalled.addListener(restart);
  chrome.runtime.onStartup.addListener(restart);
  chrome.permissions.onAdded.addListener(restart);
  chrome.permissions.onRemoved.addListener(restart);
  chrome.tabs.onCreated.addListener(({ id, openerTabId }) => {
    if (id !== undefined && openerTabId !== undefined) on({ type: 'tab-opened', tab: id, opener: openerTabId });
  });
  chrome.tabs.onActivated.addListener(({ tabId, windowId }) =>
    on({ type: 'tab-switched', tab: tabId, window: windowId }),
  );
  chrome.tabs.onRemoved.addListener((tab, { windowId }) => on({ type: 'tab-closed', tab, window: windowId }));
  chrome.alarms.onAlarm.addListener(() => on({ type: 'tick' }));
  onExtendFromNotice(() => on({ type: 'pause-extended' }));

  void chrome.alarms.create(minuteAlarm, { periodInMinutes: 0.5 });
  // The worker may have died in the middle of anything: bring the browser in line first.
  restart();
}
