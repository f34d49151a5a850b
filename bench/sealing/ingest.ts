import { Agent, request } from 'node:http';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { cpuSecondsOf, ownCpuSeconds } from './cpu.ts';
import { readyDevice, startBenchCollector, type ReadyRequest } from './world.ts';

/** What taking in records took. CPU in ms a record. */
export interface Ingest {
  readonly records: number;
  readonly perSecond: number;
  readonly collectorCpuMs: number | null;
  readonly postgresCpuMs: number;
}

const segmentBytes = 65_536;

/**
 * Segments into the real collector, and the same bytes unsealed into the same PostgreSQL as one INSERT a record. All of it
 * on this machine: the sender takes part of the cores, as no real one would.
 */
export async function measureIngest(options: { readonly devices: number; readonly each: number }) {
  const folder = await mkdtemp(join(tmpdir(), 'assent-bench-'));
  const world = await startBenchCollector(folder);
  try {
    const { collector } = world;
    const devices: (readonly ReadyRequest[])[] = [];
    for (let i = 0; i < options.devices; i++) devices.push(await readyDevice(world, options.each, segmentBytes));
    const postmaster = await postmasterOf(collector.database ?? '');
    const agent = new Agent({ keepAlive: true, maxSockets: options.devices });
    const address = new URL(collector.address);
    const send = async (device: readonly ReadyRequest[]) => {
      for (const ready of device) await put(agent, address, ready);
    };
    const warmUp = await readyDevice(world, 100, segmentBytes);
    await send(warmUp);

    const records = options.devices * options.each;
    const before = { collector: ownCpuSeconds(collector.pid), postgres: cpuSecondsOf(postmaster) };
    const started = performance.now();
    await Promise.all(devices.map(send));
    const wall = (performance.now() - started) / 1000;
    const sealed: Ingest = {
      records,
      perSecond: records / wall,
      collectorCpuMs: (1000 * (ownCpuSeconds(collector.pid) - before.collector)) / records,
      postgresCpuMs: (1000 * (cpuSecondsOf(postmaster) - before.postgres)) / records,
    };
    agent.destroy();
    return { sealed, plain: await plainInserts(collector.database ?? '', postmaster, records) };
  } finally {
    await world.collector.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function put(agent: Agent, address: URL, { path, headers, body }: ReadyRequest): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const bytes = body();
  const call = request(
    {
      agent,
      host: address.hostname,
      port: address.port,
      method: 'PUT',
      path,
      headers: { ...headers, 'content-length': bytes.length },
    },
    (response) => {
      response.resume();
      response.on('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`the collector answered ${response.statusCode}`)),
      );
    },
  );
  call.on('error', reject);
  call.end(bytes);
  await promise;
}

/** The peer: every record committed by itself, unsealed, unsigned, in no ledger. */
async function plainInserts(url: string, postmaster: number, records: number): Promise<Ingest> {
  const connections = 8;
  const pool = new Pool({ connectionString: url, max: connections });
  try {
    await pool.query(
      'create table plain_records (id bigint generated always as identity primary key, body bytea not null)',
    );
    const body = Buffer.from(crypto.getRandomValues(new Uint8Array(segmentBytes)));
    const insert = async () => pool.query('insert into plain_records (body) values ($1)', [body]);
    for (let i = 0; i < 100; i++) await insert();
    const before = cpuSecondsOf(postmaster);
    const started = performance.now();
    let left = records;
    const worker = async () => {
      while (left-- > 0) await insert();
    };
    await Promise.all(Array.from({ length: connections }, worker));
    const wall = (performance.now() - started) / 1000;
    return {
      records,
      perSecond: records / wall,
      collectorCpuMs: null,
      postgresCpuMs: (1000 * (cpuSecondsOf(postmaster) - before)) / records,
    };
  } finally {
    await pool.end();
  }
}

/** The server's process id, from the lock beside its socket. */
async function postmasterOf(url: string): Promise<number> {
  const folder = new URL(url).searchParams.get('host') ?? '';
  const [pid] = (await readFile(join(folder, '.s.PGSQL.5432.lock'), 'utf8')).split('\n');
  return Number(pid);
}
