/** The German sentences about problems. */

import {
  CHANNEL_NAME_CHARS_MAX,
  CHANNELS_PER_GUILD_MAX,
  EMOJI_PER_MESSAGE_MAX,
  FILES_PER_MESSAGE_MAX,
  GUILD_NAME_CHARS_MAX,
  GUILDS_PER_OWNER_MAX,
  INVITE_LIFETIME_MAX_MS,
  INVITE_USES_MAX,
  MESSAGE_CHARS_MAX,
  NEWCOMER_HOURS_MAX,
  NICKNAME_CHARS_MAX,
  OVERWRITES_PER_CHANNEL_MAX,
  PASSWORD_BYTES_MAX,
  PASSWORD_CHARS_MIN,
  REASON_CHARS_MAX,
  ROLE_NAME_CHARS_MAX,
  ROLES_PER_GUILD_MAX,
  SLOW_MODE_SECS_MAX,
  TIME_OUT_MAX_MS,
  TOPIC_CHARS_MAX,
  USERNAME_CHARS_MAX,
  USERNAME_CHARS_MIN,
} from '#domain/kernel/limits.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '#domain/kernel/units.ts';
import { NOTIFICATION_RULES_MAX, SAVED_MESSAGES_MAX } from '#gateway/protocol/limits.ts';
import type { Trouble } from '#web/store/state.ts';
import { countsIn } from '#web/words/counts.ts';
import type { ProblemWords } from '#web/words/problems.ts';

const { number, plural } = countsIn('de');

const notUnderstood =
  'Diese Seite und der Server verstehen einander nicht. Lade die Seite neu und versuche es noch einmal.';
const away = 'Der Server kann das gerade nicht tun. Versuche es gleich noch einmal.';
const logIn = 'Deine Sitzung ist zu Ende. Melde dich neu an.';
const changed = 'Jemand anderes hat im selben Moment dasselbe geändert. Versuche es noch einmal.';
const wait = ({ retryAfterSecs: secs }: Trouble): string => {
  if (secs == null) return 'Warte einen Moment';
  const mins = Math.ceil((secs * SECOND_MS) / MINUTE_MS);
  return secs * SECOND_MS <= 2 * MINUTE_MS
    ? `Warte ${plural(secs, { one: 'Sekunde', other: 'Sekunden' })}`
    : `Warte ${plural(mins, { one: 'Minute', other: 'Minuten' })}`;
};

export const problems: ProblemWords = {
  json_malformed: notUnderstood,
  file_infected: 'In dieser Datei wurde Schadsoftware gefunden. Der Server hat sie deshalb nicht angenommen.',
  range_outside: notUnderstood,
  file_empty: 'Diese Datei ist leer. Wähle eine andere.',
  file_too_large: 'Diese Datei ist größer, als der Server sie annimmt. Wähle eine kleinere.',
  quota_reached:
    'Der Platz für Dateien ist aufgebraucht: deiner, der der Community oder der des Servers. Lösche zuerst Nachrichten mit Dateien.',
  picture_refused: 'Der Server kann dieses Bild nicht zeigen. Sende ein anderes, oder sende es in einem Archiv.',
  file_type_wrong:
    'Diese Datei ist von einer anderen Art, als ihr Name sagt. Gib ihr den richtigen Namen und sende sie noch einmal.',
  upload_broken: 'Das Hochladen ist abgebrochen. Sende die Datei noch einmal.',
  files_full: 'Der Server hat gerade keinen Platz für Dateien. Sag es der Person, die ihn betreibt.',
  attachments_invalid: `Der Server nimmt die Dateien dieser Nachricht nicht an. Sende höchstens ${number(FILES_PER_MESSAGE_MAX)}, jede einmal.`,
  attachment_unknown: 'Eine Datei dieser Nachricht ist weg. Verwirf die Nachricht und sende die Datei noch einmal.',
  json_too_complex: notUnderstood,
  json_duplicate_field: notUnderstood,
  body_invalid: ({ field }) =>
    field == null ? notUnderstood : 'Diesen Wert nimmt der Server nicht an. Ändere ihn und versuche es noch einmal.',
  body_unexpected: notUnderstood,
  query_invalid: notUnderstood,
  idempotency_key_invalid:
    'Der Server nimmt diesen Versuch nicht an. Prüfe die Uhr dieses Geräts und versuche es noch einmal.',
  position_invalid: notUnderstood,
  username_invalid: `Benutze ${USERNAME_CHARS_MIN} bis ${USERNAME_CHARS_MAX} Buchstaben von a bis z, Ziffern und _ . -`,
  username_reserved: 'Dieser Name steht für alle oder für den Server. Wähle einen anderen Benutzernamen.',
  password_invalid: `Benutze mindestens ${PASSWORD_CHARS_MIN} Zeichen und höchstens ${number(PASSWORD_BYTES_MAX)} Bytes. Wähle ein Passwort, das sich nicht leicht erraten lässt.`,
  guild_name_invalid: `Benutze 1 bis ${GUILD_NAME_CHARS_MAX} sichtbare Zeichen in einer Zeile.`,
  channel_name_invalid: `Benutze 1 bis ${CHANNEL_NAME_CHARS_MAX} sichtbare Zeichen in einer Zeile.`,
  topic_invalid: `Ein Thema hat höchstens ${number(TOPIC_CHARS_MAX)} Zeichen. Kürze es.`,
  slow_mode_invalid: `Der langsame Modus dauert höchstens ${number((SLOW_MODE_SECS_MAX * SECOND_MS) / HOUR_MS)} Stunden. Wähle weniger.`,
  not_for_a_category: 'Eine Kategorie hat kein Thema und keinen langsamen Modus. Stelle beides in ihren Kanälen ein.',
  not_for_a_thread: 'Ein Thread hat die Einstellungen seines Kanals. Ändere den Kanal.',
  no_threads_here: 'Threads beginnen nur in Textkanälen.',
  not_a_thread: 'Das ist kein Thread.',
  thread_exists: 'Diese Nachricht hat schon einen Thread, oder hatte einen, der gelöscht wurde.',
  category_unknown: 'Diese Kategorie gibt es nicht mehr. Wähle eine andere.',
  category_nested: 'Eine Kategorie kann nicht in einer anderen stehen. Verschiebe sie nach ganz außen.',
  channel_order_invalid: 'Die Kanäle haben sich inzwischen geändert. Sieh sie dir an und ordne sie noch einmal.',
  overwrite_invalid:
    'Diese Rechte passen nicht zusammen. Erlaube oder verbiete jedes, oder lass es offen, und speichere noch einmal.',
  posts_only: 'Ein Forum nimmt selbst keine Nachrichten an. Beginne einen Beitrag, oder schreib in einem.',
  post_without_words: 'Schreib die erste Nachricht des Beitrags.',
  tags_invalid: 'Diese Schlagwörter sind nicht gültig. Jedes braucht einen eigenen Namen mit höchstens 20 Zeichen.',
  post_tags_invalid: 'Wähle höchstens fünf Schlagwörter, die das Forum hat.',
  tag_required: 'Dieses Forum verlangt ein Schlagwort an jedem Beitrag. Wähle eines.',
  not_a_forum: 'Nur Foren haben Schlagwörter, und nur ihre Beiträge tragen sie.',
  not_a_text_channel: 'Dieser Kanal nimmt keine Nachrichten an. Schreib in einem Textkanal.',
  content_invalid: `Eine Nachricht hat 1 bis ${number(MESSAGE_CHARS_MAX)} sichtbare Zeichen. Ändere den Text und versuche es noch einmal.`,
  emoji_invalid: 'Das ist kein Emoji. Wähle eines aus der Liste.',
  search_query_invalid: ({ within }) =>
    within == null
      ? 'Diese Suche hat zu viele Wörter. Im Chinesischen oder Japanischen zählt jedes Zeichen als eines. Suche nach einem kürzeren Teil des Textes.'
      : 'Den markierten Teil versteht die Suche nicht. Ändere ihn, oder setze ihn in Anführungszeichen, um genau diesen Text zu suchen.',
  role_name_invalid: `Benutze 1 bis ${ROLE_NAME_CHARS_MAX} sichtbare Zeichen in einer Zeile.`,
  role_color_invalid: 'Das ist keine Farbe. Wähle eine aus der Liste.',
  role_order_invalid: 'Die Rollen haben sich inzwischen geändert. Sieh sie dir an und ordne sie noch einmal.',
  nickname_invalid: `Benutze 1 bis ${NICKNAME_CHARS_MAX} sichtbare Zeichen in einer Zeile, oder lass das Feld leer.`,
  time_out_invalid: `Eine Auszeit endet in der Zukunft, nach höchstens ${number(TIME_OUT_MAX_MS / DAY_MS)} Tagen. Wähle ein anderes Ende.`,
  lockdown_invalid: `Eine Abriegelung endet in der Zukunft. Sie hält höchstens Mitglieder der letzten ${number(NEWCOMER_HOURS_MAX)} Stunden vom Schreiben ab. Wähle neu.`,
  reason_invalid: `Benutze für den Grund höchstens ${number(REASON_CHARS_MAX)} Zeichen in einer Zeile.`,
  invite_terms_invalid: `Eine Einladung gilt höchstens ${number(INVITE_LIFETIME_MAX_MS / DAY_MS)} Tage und lässt sich höchstens ${number(INVITE_USES_MAX)} Mal verwenden. Wähle weniger.`,
  unauthenticated: logIn,
  credentials_wrong: 'Der Benutzername oder das Passwort ist falsch. Prüfe beides.',
  refresh_token_invalid: logIn,
  session_expired: logIn,
  missing_permission: 'Dir fehlt die Berechtigung dafür. Frage ein Mitglied, das die Community verwaltet.',
  not_the_author: 'Nur wer eine Nachricht geschrieben hat, kann sie bearbeiten.',
  not_the_owner: 'Das kann nur, wem die Community gehört.',
  password_wrong: 'Das ist nicht dein Passwort. Gib es noch einmal ein.',
  role_outranks_actor:
    'Diese Rolle steht so hoch wie deine oder höher. Du kannst nur niedrigere Rollen ändern und vergeben.',
  outranks_actor: 'Das geht nur bei Mitgliedern mit niedrigerem Rang, und nie bei dir selbst oder beim Besitzer.',
  registration_closed: 'Dieser Server nimmt keine neuen Konten an. Frage die Person, die ihn betreibt.',
  invite_needed: 'Für ein Konto brauchst du hier eine Einladung. Bitte ein Mitglied um einen Einladungslink.',
  invite_unusable: 'Die Einladung ist abgelaufen oder aufgebraucht. Bitte um eine neue.',
  invite_before_kick:
    'Du wurdest aus dieser Community entfernt, und ältere Einladungen lassen dich nicht mehr herein. Bitte die Moderation um eine neue Einladung.',
  banned: 'Du bist in dieser Community gesperrt. Nur ihre Moderation kann die Sperre aufheben.',
  guild_locked_down: 'Die Moderation hat diese Community abgeriegelt. Versuche es nach dem Ende der Abriegelung.',
  owner_link_unusable:
    'Der Link für den Besitzer ist abgelaufen oder wurde benutzt. Wer den Server betreibt, macht mit dem Befehl „filament owner create“ einen neuen.',
  cross_site:
    'Die Anfrage kam von einer anderen Seite. Öffne diesen Server in einem eigenen Fenster und versuche es noch einmal.',
  pins_full: 'Ein Kanal hat höchstens 250 angeheftete Nachrichten. Löse zuerst eine.',
  forward_unknown: 'Die Nachricht, die du weiterleitest, wurde gelöscht, oder du darfst sie nicht mehr lesen.',
  reply_unknown:
    'Die Nachricht, auf die du antwortest, wurde gelöscht. Versuche es noch einmal, um deinen Text ohne sie zu senden.',
  not_found: 'Das gibt es nicht, oder du darfst es nicht sehen.',
  invite_unknown: 'Die Einladung ist abgelaufen, aufgebraucht oder hat nie bestanden. Bitte um eine neue.',
  method_not_allowed: notUnderstood,
  username_taken: 'Dieser Benutzername ist vergeben. Wähle einen anderen.',
  refresh_superseded: 'Ein anderes Fenster hat die Sitzung zur selben Zeit erneuert. Versuche es noch einmal.',
  too_many_guilds: `Niemand besitzt mehr als ${number(GUILDS_PER_OWNER_MAX)} Communities. Dafür wird eine andere gelöscht oder übergeben.`,
  too_many_channels: `Eine Community hat höchstens ${number(CHANNELS_PER_GUILD_MAX)} Kanäle. Lösche einen, den du nicht mehr brauchst.`,
  too_many_roles: `Eine Community hat höchstens ${number(ROLES_PER_GUILD_MAX)} Rollen. Lösche eine, die du nicht mehr brauchst.`,
  everyone_role_fixed: 'Diese Rolle haben alle Mitglieder, auf dem untersten Rang. Ändern lassen sich nur ihre Rechte.',
  too_many_overwrites: `Ein Kanal hat höchstens ${number(OVERWRITES_PER_CHANNEL_MAX)} Ausnahmen. Entferne eine, oder gib mehreren Mitgliedern eine Rolle.`,
  too_many_saved_messages: `Du hast ${number(SAVED_MESSAGES_MAX)} Nachrichten gemerkt, und mehr sind nicht möglich. Entferne zuerst einige.`,
  too_many_notification_rules: `Du hast Regeln für Benachrichtigungen an ${number(NOTIFICATION_RULES_MAX)} Orten, und mehr sind nicht möglich. Entferne zuerst einige.`,
  not_in_a_category: 'Dieser Kanal steht in keiner Kategorie. Verschiebe ihn zuerst in eine.',
  too_many_reactions: `Eine Nachricht trägt höchstens ${number(EMOJI_PER_MESSAGE_MAX)} verschiedene Emoji. Reagiere mit einem davon.`,
  owner_cannot_leave:
    'Der Besitzer kann eine Community nicht verlassen. Lösche sie, wenn ihre Mitglieder sie nicht mehr brauchen.',
  message_changed: 'Die Nachricht hat sich inzwischen geändert. Lies sie noch einmal und bearbeite sie dann.',
  body_too_large: 'Das ist mehr, als der Server auf einmal annimmt. Kürze es.',
  content_type_unsupported: notUnderstood,
  idempotency_key_reused: 'Der Server kennt diesen Versuch schon. Lade die Seite neu und versuche es noch einmal.',
  slow_mode: (trouble) => `Dieser Kanal ist im langsamen Modus. ${wait(trouble)} und sende deine Nachricht dann.`,
  rate_limited: (trouble) => `Das war zu oft in kurzer Zeit. ${wait(trouble)} und versuche es dann noch einmal.`,
  internal:
    'Auf dem Server ist etwas kaputtgegangen. Versuche es noch einmal. Wenn es so bleibt, sag es der Person, die den Server betreibt.',
  not_ready: 'Der Server startet gerade. Versuche es gleich noch einmal.',
  store_unavailable: away,
  vault_unavailable: away,
  personal_unavailable: away,
  files_unavailable: away,
  read_models_unavailable: away,
  search_unavailable: 'Auf diesem Server gibt es keine Suche. Wer ihn betreibt, kann sie einschalten.',
  search_rebuilding: ({ donePercent }) =>
    `Der Server baut den Suchindex auf${donePercent == null ? '' : `: ${number(donePercent)} % sind fertig`}. Versuche es nach einer Weile noch einmal.`,
  search_too_slow:
    'Die Suche hat zu lange gedauert. Suche nach selteneren Wörtern, oder nur in einem Kanal oder zwischen zwei Tagen.',
  contention: changed,
  busy: 'Der Server ist ausgelastet. Versuche es gleich noch einmal.',

  malformed_frame: notUnderstood,
  custom_status_invalid: 'Ein Status ist eine Zeile mit höchstens 128 Zeichen, ohne unsichtbare Zeichen.',
  too_many_subscriptions:
    'In deinen Fenstern sind zu viele Kanäle zugleich offen. Schließe einige Fenster und versuche es noch einmal.',

  rate_exceeded: 'Diese Seite hat mehr auf einmal gesendet, als der Server annimmt.',
  session_revoked: logIn,
  too_many_connections: 'Du hast zu viele Fenster offen. Schließe einige.',
  already_identified: notUnderstood,
  frame_too_big: 'Diese Seite hat einen zu langen Text gesendet.',

  unanswered: 'Der Server hat es nicht bestätigt. Versuche es noch einmal: Eine Nachricht wird nie zweimal gesendet.',
  no_reason_given: 'Der Server hat keine brauchbare Antwort gegeben. Versuche es gleich noch einmal.',
  answer_too_long: 'Der Server hat eine zu lange Antwort gesendet. Versuche es gleich noch einmal.',
  answer_malformed: 'Diese Seite versteht die Antwort des Servers nicht. Lade die Seite neu.',
};
