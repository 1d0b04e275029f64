import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';

/** A way to a PostgreSQL server that can be shut and opened again: to a client, the server goes down and comes back. */
export class Gate {
  readonly #url: URL;
  readonly #passing = new Set<Socket>();
  #door: Server | undefined;
  #port = 0;

  constructor(url: string) {
    this.#url = new URL(url);
  }

  /** Lets through whoever comes. */
  async open(): Promise<void> {
    const door = createServer((client) => this.#letIn(client));
    this.#door = door;
    await new Promise<void>((resolve) => door.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (door.address() as AddressInfo).port;
  }

  /** Cuts off who is connected, and refuses everybody. */
  async shut(): Promise<void> {
    const door = this.#door;
    this.#door = undefined;
    for (const socket of this.#passing) socket.destroy();
    this.#passing.clear();
    await new Promise((resolve) => (door === undefined ? resolve(undefined) : door.close(resolve)));
  }

  /** The same database, through the gate. */
  get url(): string {
    const { username, password, pathname } = this.#url;
    const login = password === '' ? username : `${username}:${password}`;
    return `postgres://${login}@127.0.0.1:${this.#port}${pathname}?sslmode=disable`;
  }

  #letIn(client: Socket): void {
    const [folder, port] = [this.#url.searchParams.get('host'), this.#url.port || '5432'];
    const server = folder?.startsWith('/') ? connect(`${folder}/.s.PGSQL.${port}`) : connect(Number(port), this.#url.hostname);
    for (const [from, to] of [[client, server], [server, client]] as const) {
      this.#passing.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#passing.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  }
}
