import { rawStepSchema, type Box, type RawStep, type SecretClass } from '@assent/contracts';

/** A raw step that typed `value` into a field of `https://app.example`, for tests. */
export function typed(
  value: string,
  name: string,
  secret: SecretClass | null = null,
  box: Box = [0, 0, 200, 30],
): RawStep {
  return rawStepSchema.parse({
    v: 1,
    session: `s_${'a'.repeat(22)}`,
    episode: 0,
    seq: 0,
    t: 1_795_446_282_168,
    duration: 1730,
    sensor: 'browser',
    origin: 'user',
    webdriver: false,
    complete: true,
    missed: 0,
    tab: 0,
    window: 0,
    frame: { path: [], origin: 'https://app.example', sameOriginAsTop: true },
    view: { width: 1280, height: 720, scale: 1, scrollX: 0, scrollY: 0, screen: [0, 0] },
    action: { type: 'type', value: { text: value }, mode: 'append' },
    target: {
      ref: 'e1',
      role: 'textbox',
      name,
      nameSource: 'label',
      tag: 'input',
      field: { kind: 'text', secret },
      box,
      state: { disabled: false, checked: null, expanded: null, selected: null, value: 'empty' },
      hitSelf: true,
      shadow: 'none',
      selectors: { testId: null, id: null, css: null },
      context: [],
    },
    observation: null,
    page: { url: 'https://app.example/orders', title: 'Orders' },
  });
}
