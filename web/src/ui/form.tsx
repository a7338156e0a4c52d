import { isLeft } from 'fp-ts/lib/Either.js';
import { createSignal, createUniqueId, type JSX, Show } from 'solid-js';
import { asOneLine } from '#domain/kernel/stored-form.ts';
import { Icon } from '#web/ui/icon.tsx';
import type { HttpAnswer, HttpRefusal } from '#web/wire/http.ts';
import { words } from '#web/words.ts';

export const Field = (props: {
  readonly label: string;
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
      <p id={describedBy} class="hint">
        {props.error ?? props.hint}
      </p>
    </div>
  );
};

export const TextField = (props: {
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly type?: 'text' | 'password';
  readonly placeholder?: string;
  readonly autocomplete?: string;
  /** Characters of the value in its stored form. The field takes more and says so, because it cuts no pasted text. */
  readonly maxLength?: number;
  readonly autofocus?: boolean;
  readonly required?: boolean;
}) => {
  const over = () => asOneLine(props.value).length - (props.maxLength ?? Number.POSITIVE_INFINITY);
  const error = () => (over() > 0 ? words.composer.over(over()) : props.error);
  return (
    <Field label={props.label} hint={props.hint} error={error()}>
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
          aria-invalid={error() !== undefined}
          onInput={(event) => props.change(event.currentTarget.value)}
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

export const TroubleNote = (props: { readonly text: string | undefined }) => (
  <div role="alert">
    <Show when={props.text}>
      <p class="trouble">
        <Icon name="alert" />
        {props.text}
      </p>
    </Show>
  </div>
);

export const Form = (props: { readonly submit: () => void; readonly children: JSX.Element }) => (
  <form
    onSubmit={(event) => {
      event.preventDefault();
      props.submit();
    }}
  >
    {props.children}
  </form>
);
