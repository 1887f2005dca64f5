/** Holds one state and tells when it changed; several changes of one turn are told once. */
export class Store<State, Action> {
  #state: State;
  #listeners = new Set<() => void>();
  #told = true;

  constructor(private readonly reduce: (state: State, action: Action) => State, initial: State) {
    this.#state = initial;
  }

  get state(): State {
    return this.#state;
  }

  dispatch(action: Action): void {
    const next = this.reduce(this.#state, action);
    if (next === this.#state) return;
    this.#state = next;
    if (!this.#told) return;
    this.#told = false;
    queueMicrotask(() => {
      this.#told = true;
      for (const listener of [...this.#listeners]) listener();
    });
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
