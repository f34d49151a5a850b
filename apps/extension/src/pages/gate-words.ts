import type { GateState } from '@assent/consent';

/** What the gate's answer means, in a few words. */
export function gateWords(state: GateState): string {
  switch (state.state) {
    case 'recording':
      return 'Recorded';
    case 'paused':
      return 'Paused';
    case 'exempt':
      return 'Exempt';
    case 'suspended':
      return 'Program suspended';
    case 'budget':
      return budget[state.why];
    case 'no-consent':
      return noConsent[state.why];
    case 'out-of-scope':
      return state.why === 'excluded' ? 'Turned off by you' : 'Never recorded';
    case 'unhealthy':
      return unhealthy[state.why];
    default:
      state satisfies never;
      // Only `recording` captures: whatever else this is, nothing is recorded.
      return 'Not recorded';
  }
}

const budget = { 'device-full': 'Stopped: storage is full', 'daily-cap': 'Stopped until tomorrow' } as const;

const noConsent = {
  none: 'No consent',
  withdrawn: 'You have left',
  'other-version': 'New policy: needs your consent',
  tier: 'Not covered by your choice',
} as const;

const unhealthy = {
  policy: 'Policy unreadable',
  controls: 'Settings unreadable',
  clock: 'Clock was set back',
  safeguards: 'Privacy rules have changed since you agreed',
  permission: 'Browser permission missing',
  indicator: 'The indicator cannot be shown',
  storage: 'Storage unreadable',
} as const;
