import type { Signer } from '@assent/contracts';
import { scanBytes } from '@assent/testkit';
import { judge, type Attack } from '../attack.ts';
import { ask, everyRoute, type Route } from '../http-roles.ts';
import { askForBuild, releasedBuild } from '../world/builds.ts';
import { newSigner } from '../world/people.ts';

/** Questions that a curious manager would try, beside the routes that exist. */
const guesses = [
  '/v1/participants',
  '/v1/segments',
  '/v1/consents',
  '/v1/day-keys',
  '/v1/erasures',
  '/v1/export',
  '/v1/stats',
  '/v1/search?q=a',
  '/v1/query?sql=select+1',
  '/admin',
  '/metrics',
  '/graphql',
  '/objects/',
  '/.env',
  '/ledger/../keys/ledger.key',
];
const queries = ['', '?participant=p_A', '?q=*&format=csv', '?include=manifest,steps'];

/** Every route as every role, with filters and guessed paths: nothing may tell content, and only named roles pseudonyms. */
export const walkEveryRoute: Attack = {
  id: 'RT-05',
  attack: 'walk every route, with filters and guesses, as every role; look for content and people in every answer',
  async run(world) {
    const released = await releasedBuild(world);
    const other = await askForBuild(world);
    const routes = await everyRoute(world);
    const object = released.inputs.manifests[0]?.body.ciphertext ?? '';
    const pseudonyms = world.people.flatMap(({ participant, device }) => [participant, device.publicKey]);
    const roles: readonly (readonly [string, Signer | null])[] = [
      ['nobody', null],
      ['stranger', await newSigner()],
      ['owner', world.owner],
      ...world.custodians.map(({ id, signer }) => [id, signer] as const),
      ...world.people.map(({ device }, i) => [`device ${i}`, device] as const),
      ['builder', released.builder],
      ['other builder', other.builder],
    ];
    const asked: readonly Route[] = [
      ...routes.flatMap((route) => [released.build, other.build].map((build) => filled(route, build, object))),
      ...guesses.flatMap((path) => ['GET', 'POST', 'DELETE'].map((method) => ({ method, path }))),
    ];
    let requests = 0;
    let answered = 0;
    const content: string[] = [];
    const telling = new Set<string>();
    const faults: string[] = [];
    for (const [role, signer] of roles) {
      for (const route of asked) {
        for (const query of route.method === 'GET' ? queries : ['']) {
          const answer = await ask(world.collector.address, { ...route, path: route.path + query }, signer, { q: '*' });
          requests += 1;
          if (answer.status < 400) answered += 1;
          if (answer.status >= 500) faults.push(`${route.method} ${route.path}`);
          if (scanBytes('answer', answer.body, [world.marker]).length > 0) content.push(`${role}: ${route.path}`);
          if (scanBytes('answer', answer.body, pseudonyms).length > 0) telling.add(`${role} ${routeKind(route.path)}`);
        }
      }
    }
    // A custodian checks the signatures of the deposits it releases; a builder needs what it opens. Nobody else.
    const allowed = new Set(['builder inputs', ...world.custodians.map(({ id }) => `${id} shares`)]);
    const tooMuch = [...telling].filter((each) => !allowed.has(each));
    return judge(
      `${routes.length} routes and ${guesses.length} guesses as ${roles.length} roles: ${requests} requests, ${answered} answered, ${content.length} with content, pseudonyms to: ${[...telling].sort().join(', ')}`,
      [
        { what: 'no answer holds content', held: content.length === 0 },
        { what: `only custodians and the builder see pseudonyms (${tooMuch.join(', ')})`, held: tooMuch.length === 0 },
        { what: 'those who must see them do', held: telling.size > 1 },
        { what: `no request is unforeseen (${[...new Set(faults)].join(', ')})`, held: faults.length === 0 },
        { what: 'there were routes to walk', held: routes.length > 10 },
      ],
    );
  },
};

function filled({ method, path }: Route, build: string, ciphertext: string): Route {
  return {
    method,
    path: path
      .replace(':build', build)
      .replace(':ciphertext', ciphertext)
      .replace(':program', 'pilot')
      .replace('/*', '/0/000.p/1'),
  };
}

function routeKind(path: string): string {
  return /\/(inputs|shares|objects)/.exec(path)?.[1] ?? path;
}
