export * from './hand.ts';
export * from './planted.ts';
export * from './playwright-hand.ts';
export * from './random.ts';
export * from './server.ts';
export * from './tasks.ts';
export * from './world.ts';
