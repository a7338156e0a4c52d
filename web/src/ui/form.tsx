/** A form that shows all its faults at once, beside their fields, and moves the focus to the first one. */

import { isLeft } from 'fp-ts/lib/Either.js';
import {
  createContext,
  createEffect,
  createSignal,
  createUniqueId,
  type JSX,
  on,
  onCleanup,
  Show,
  useContext,
} from 'solid-js';
import { asOneLine } from '#domain/kernel/stored-form.ts';
import type { Trouble } from '#web/store/state.ts';
import { Icon } from '#web/ui/icon.tsx';
import type { HttpAnswer, HttpRefusal } from '#web/wire/http.ts';
import { problemText } from '#web/words/problems.ts';
import { words } from '#web/words/words.ts';

/** Answers the fault of a field now, or undefined. */
type Check = () => string | undefined;
type FormContext = {
  /** True after the first try to submit. Before it a field that is not filled in yet shows no fault. */
  readonly tried: () => boolean;
  readonly join: (check: Check) => void;
  readonly focusFirstFault: () => void;
};
const Context = createContext<FormContext>();

export const Field = (props: {
  readonly label: string;
  /** The rule of the field, said before anything is wrong. A fault stands above it. */
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  /** Makes the control. The ids connect it to its label and to its hint or error. */
  readonly children: (ids: { readonly id: string; readonly describedBy: string }) => JSX.Element;
}) => {
  const id = createUniqueId();
  const describedBy = createUniqueId();
  return (
    <div class="field" classList={{ wrong: props.error !== undefined }}>
      <label for={id}>{props.label}</label>
      {props.children({ id, describedBy })}
      <div id={describedBy}>
        <Show when={props.error}>
          <p class="hint fault">
            <Icon name="alert" />
            {props.error}
          </p>
        </Show>
        <Show when={props.error === undefined || props.error !== props.hint}>
          <p class="hint">{props.hint}</p>
        </Show>
      </div>
    </div>
  );
};

export const TextField = (props: {
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly hint?: string | undefined;
  /** The fault that the server found in this field. It goes with the next letter. */
  readonly error?: string | undefined;
  /** Answers what is wrong with the value, or undefined. An empty required field needs no check. */
  readonly check?: ((value: string) => string | undefined) | undefined;
  readonly type?: 'text' | 'password';
  readonly placeholder?: string;
  readonly autocomplete?: string;
  /** Characters of the value in its stored form. A longer one is a fault that shows at once, and nothing is cut off. */
  readonly maxLength?: number;
  readonly autofocus?: boolean;
  readonly required?: boolean;
}) => {
  const form = useContext(Context);
  const [refused, setRefused] = createSignal<string>();
  const tooLong = (): string | undefined => {
    const max = props.maxLength ?? Number.POSITIVE_INFINITY;
    const over = asOneLine(props.value).length - max;
    return over > 0 ? words.form.tooLong(max, over) : undefined;
  };
  const missing = () => props.required !== false && props.value.trim() === '';
  const fault: Check = () => {
    if (missing()) return words.form.missing(props.label);
    return tooLong() ?? props.check?.(props.value);
  };
  form?.join(fault);
  createEffect(
    on(
      () => props.error,
      (error) => {
        setRefused(error);
        if (error !== undefined) form?.focusFirstFault();
      },
    ),
  );
  const shown = () => (form?.tried() === true ? fault() : tooLong()) ?? refused();
  return (
    // The fault of an empty field does not say the rule. Every other fault does.
    <Field label={props.label} hint={shown() === undefined || missing() ? props.hint : undefined} error={shown()}>
      {({ id, describedBy }) => (
        <input
          id={id}
          type={props.type ?? 'text'}
          value={props.value}
          placeholder={props.placeholder}
          autocomplete={props.autocomplete ?? 'off'}
          autocapitalize="off"
          spellcheck={false}
          autofocus={props.autofocus}
          required={props.required !== false}
          aria-describedby={describedBy}
          aria-invalid={shown() !== undefined}
          onInput={(event) => {
            setRefused(undefined);
            props.change(event.currentTarget.value);
          }}
        />
      )}
    </Field>
  );
};

/** Runs one attempt at a time and keeps its refusal until the next attempt. */
export const attempt = <A,>(run: () => Promise<HttpAnswer<A>>, done: (value: A) => void) => {
  const [busy, setBusy] = createSignal(false);
  const [trouble, setTrouble] = createSignal<HttpRefusal | null>(null);
  const start = async (): Promise<void> => {
    if (busy()) return;
    setBusy(true);
    setTrouble(null);
    const answer = await run();
    setBusy(false);
    if (isLeft(answer)) setTrouble(answer.left);
    else done(answer.right);
  };
  return { busy, trouble, start };
};

/**
 * Keeps the idempotency key of a create until it is done. Other contents are another attempt, so they have another key.
 * The same contents have the same key, so a second try makes nothing twice.
 */
export const attemptKey = (newKey: () => string) => {
  let last: { readonly of: string; readonly key: string } | undefined;
  return {
    of: (...contents: ReadonlyArray<string | number | null>): string => {
      const of = JSON.stringify(contents);
      if (last?.of !== of) last = { of, key: newKey() };
      return last.key;
    },
    done: (): void => {
      last = undefined;
    },
  };
};

/** Says why an attempt failed, in the words of the client. */
export const TroubleNote = (props: { readonly trouble: Trouble | null | undefined }) => {
  const text = () => (props.trouble == null ? '' : problemText(props.trouble));
  return (
    <div role="alert">
      <Show when={text()}>
        <p class="trouble">
          <Icon name="alert" />
          {text()}
        </p>
      </Show>
    </div>
  );
};

/** Submits only when no field has a fault. The checks of the browser stay off, because they show one fault at a time. */
export const Form = (props: { readonly submit: () => void; readonly children: JSX.Element }) => {
  const [tried, setTried] = createSignal(false);
  const checks = new Set<Check>();
  let form: HTMLFormElement | undefined;
  const focusFirstFault = (): void =>
    // The fields draw their faults later in this turn.
    queueMicrotask(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  const join = (check: Check): void => {
    checks.add(check);
    onCleanup(() => checks.delete(check));
  };
  return (
    <form
      novalidate
      ref={(element) => {
        form = element;
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if ([...checks].every((check) => check() === undefined)) {
          setTried(false);
          props.submit();
          return;
        }
        setTried(true);
        focusFirstFault();
      }}
    >
      <Context.Provider value={{ tried, join, focusFirstFault }}>{props.children}</Context.Provider>
    </form>
  );
};
