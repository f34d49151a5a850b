import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { TestCollector, type TestProgram } from '@assent/device/testing';

export { enrolmentCode } from '@assent/device/testing';

/** A test collector over real HTTP. */
export class FakeCollector extends TestCollector {
  readonly #server = createServer((request, response) => {
    void this.#reply(request, response);
  });

  /** Starts one on a free port of this machine. */
  static async start(program: TestProgram): Promise<FakeCollector> {
    const collector = new FakeCollector(await TestCollector.partsOf(program));
    await new Promise<void>((resolve) => collector.#server.listen(0, '127.0.0.1', resolve));
    const address = collector.#server.address();
    if (address === null || typeof address === 'string') throw new TypeError('the server has no port');
    collector.url = `http://127.0.0.1:${address.port}`;
    return collector;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #reply(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const answer = await this.respond({
      path: request.url ?? '',
      header: (name) => String(request.headers[name] ?? ''),
      body: Uint8Array.from(Buffer.concat(chunks)),
    });
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(new Uint8Array(await answer.arrayBuffer()));
  }
}
