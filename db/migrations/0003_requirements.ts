import type { Knex } from 'knex'

/** What is asked of an account, every answer to it, every judgement, and the evidence that came of it. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    create table document_types (
      code text primary key check (code ~ '^[a-z_]+$'),
      name_fr text not null,
      name_en text not null,
      description_fr text not null,
      description_en text not null,
      legal_ground_fr text not null,
      legal_ground_en text not null,
      about text not null check (about in ('account', 'company', 'person')),
      -- {"rule": "until_changed" | "none" | "printed_expiry"} or {"rule": "max_age_months", "months": n}
      validity jsonb not null,
      -- What a submission must bring: 1 = whole document, 2 = front and back.
      sides smallint not null check (sides in (1, 2)),
      position smallint not null
    );

    create table required_sets (
      legal_form text not null check (legal_form in ('sole_trader', 'company', 'association')),
      document_type text not null references document_types,
      primary key (legal_form, document_type)
    );

    create table requirements (
      id uuid primary key,
      account_id uuid not null references accounts,
      document_type text not null references document_types,
      -- Whose document: the person's name where the type is about a person, else empty.
      subject text not null default '',
      message text not null default '' check (length(message) <= 2000),
      status text not null check (status in
        ('requested', 'submitted', 'in_review', 'approved', 'rejected', 'waived', 'cancelled')),
      version integer not null default 1,
      requested_by uuid references users,
      requested_at timestamptz not null,
      closed_at timestamptz,
      closing_reason text,
      -- What the ledger gives as of now (clock_entries is the truth); null without a date or while paused.
      deadline_at timestamptz,
      -- The last deadline_at that was not null: where the clock stood when it stopped. Kept by trigger.
      last_deadline_at timestamptz,
      constraint requirements_closed check ((closed_at is not null) = (status in ('approved', 'waived', 'cancelled')))
    );
    -- Never asked twice: one open requirement per account, subject and type.
    create unique index requirements_open on requirements (account_id, document_type, subject)
      where closed_at is null;
    create index requirements_account on requirements (account_id, requested_at desc, id);
    create index requirements_overdue on requirements (deadline_at, id) where status in ('requested', 'rejected');

    -- The deadline clock: entries only, never changed. A date is a calendar day in Europe/Paris.
    create table clock_entries (
      id bigint generated always as identity primary key,
      requirement_id uuid not null references requirements,
      kind text not null check (kind in ('started', 'paused', 'resumed', 'extended', 'set')),
      at timestamptz not null,
      -- started: days allowed; extended: days added; resumed: least days left; null otherwise
      days integer check (days between 0 and 3650),
      -- set: the day given
      date date,
      cause text not null,
      actor_id text,
      constraint clock_entries_shape check (
        case kind when 'set' then date is not null and days is null
          when 'paused' then date is null and days is null
          else date is null and days is not null end)
    );
    create index clock_entries_requirement on clock_entries (requirement_id, id);

    create table submissions (
      id uuid primary key,
      requirement_id uuid not null references requirements,
      account_id uuid not null references accounts,
      status text not null check (status in ('submitted', 'in_review', 'approved', 'rejected', 'superseded')),
      version integer not null default 1,
      submitted_by uuid not null references users,
      submitted_at timestamptz not null,
      -- A second post of the same form finds the first one's answer.
      submit_key text not null,
      -- Where the requirement's deadline stood when the clock stopped for this; kept by trigger, null without a date.
      deadline_at timestamptz,
      -- Rank in the queue (app/domain/reviews/list-queue.ts): 1 = past due when submitted, 2 = in time.
      urgency smallint not null generated always as (case when deadline_at < submitted_at then 1 else 2 end) stored,
      unique (requirement_id, submit_key)
    );
    create unique index submissions_pending on submissions (requirement_id) where status in ('submitted', 'in_review');
    create index submissions_queue on submissions
      (urgency, (coalesce(deadline_at, 'infinity')), submitted_at, id) where status = 'in_review';
    create index submissions_pending_account on submissions (account_id) where status = 'in_review';
    create index submissions_account on submissions (account_id, submitted_at desc);

    -- The queue is read in the order of deadlines, which are null while the clock stands still: remember them.
    create function requirement_remembers_deadline() returns trigger language plpgsql as $$
    begin
      new.last_deadline_at := coalesce(new.deadline_at, new.last_deadline_at);
      return new;
    end $$;
    create trigger requirement_remembers_deadline before insert or update of deadline_at on requirements
      for each row execute function requirement_remembers_deadline();
    create function submission_takes_deadline() returns trigger language plpgsql as $$
    begin
      new.deadline_at := coalesce(new.deadline_at,
        (select last_deadline_at from requirements where id = new.requirement_id));
      return new;
    end $$;
    create trigger submission_takes_deadline before insert on submissions
      for each row execute function submission_takes_deadline();

    create table submission_files (
      id uuid primary key,
      submission_id uuid not null references submissions,
      position smallint not null,
      side text not null check (side in ('front', 'back', 'whole')),
      -- As the sender named it; shown as text, never part of a key.
      original_name text not null check (length(original_name) <= 120),
      media_type text not null check (media_type in
        ('application/pdf', 'image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/heif')),
      bytes bigint not null check (bytes > 0),
      sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
      storage_key text not null unique,
      state text not null check (state in ('quarantined', 'kept', 'refused')),
      -- Why officers see no page images of a kept file.
      preview_fault text check (preview_fault in ('corrupt', 'password_protected', 'too_large', 'timeout')),
      created_at timestamptz not null,
      unique (submission_id, position)
    );
    create index submission_files_hash on submission_files (sha256);

    -- What officers look at: images of a file's pages, from 1.
    create table submission_file_pages (
      file_id uuid not null references submission_files,
      page smallint not null check (page > 0),
      storage_key text not null unique,
      width integer not null check (width > 0),
      height integer not null check (height > 0),
      primary key (file_id, page)
    );

    create table decisions (
      id uuid primary key,
      submission_id uuid not null references submissions,
      decision text not null check (decision in ('approved', 'rejected')),
      reason_codes text[] not null default '{}',
      -- A sentence for the merchant.
      note text not null default '' check (length(note) <= 1000),
      decided_by uuid not null references users,
      decided_at timestamptz not null,
      constraint decisions_reasons check ((decision = 'rejected') = (cardinality(reason_codes) > 0))
    );
    create unique index decisions_once on decisions (submission_id);

    create table documents (
      id uuid primary key,
      account_id uuid not null references accounts,
      submission_id uuid not null references submissions,
      document_type text not null references document_types,
      subject text not null default '',
      issued_on date,
      expires_on date,
      accepted_at timestamptz not null
    );
    create index documents_account on documents (account_id, document_type, subject, accepted_at desc);

    call audit_guard('requirements');
    call audit_guard('clock_entries');
    call audit_guard('submissions');
    call audit_guard('submission_files');
    call audit_guard('submission_file_pages');
    call audit_guard('decisions');
    call audit_guard('documents');
  `)
}

export async function down(db: Knex): Promise<void> {
  await db.raw(`
    drop table documents, decisions, submission_file_pages, submission_files, submissions, clock_entries,
      requirements, required_sets, document_types;
    drop function requirement_remembers_deadline, submission_takes_deadline;
  `)
}
