CREATE TABLE public.activity (
    id text NOT NULL,
    iscm_id text NOT NULL,
    kind text NOT NULL,
    summary text NOT NULL,
    year integer
);
CREATE TABLE public.added_value (
    id text NOT NULL,
    iscm_id text NOT NULL,
    "values" jsonb NOT NULL,
    summary text NOT NULL
);
CREATE TABLE public.added_value_party (
    added_value_id text NOT NULL,
    "position" integer NOT NULL,
    country_id text,
    organization_id text
);
CREATE TABLE public.assessment (
    id text NOT NULL,
    title text NOT NULL,
    year integer NOT NULL,
    conducted_by_id text NOT NULL,
    purpose text NOT NULL,
    presented_at_id text,
    methods jsonb NOT NULL,
    published date,
    pages integer,
    isbn text,
    reference text,
    summary text NOT NULL
);
CREATE TABLE public.assessment_question (
    id text NOT NULL,
    assessment_id text NOT NULL,
    section_id text NOT NULL,
    number integer NOT NULL,
    audience text NOT NULL,
    text text NOT NULL,
    basis text NOT NULL
);
CREATE TABLE public.assessment_respondent (
    id text NOT NULL,
    assessment_id text NOT NULL,
    kind text NOT NULL,
    count integer NOT NULL
);
CREATE TABLE public.assessment_section (
    id text NOT NULL,
    assessment_id text NOT NULL,
    number integer NOT NULL,
    title text NOT NULL,
    covers text NOT NULL
);
CREATE TABLE public.chairmanship (
    id text NOT NULL,
    iscm_id text NOT NULL,
    country_id text,
    organization_id text,
    from_year integer NOT NULL,
    to_year integer,
    co_chair boolean NOT NULL
);
CREATE TABLE public.change (
    version bigint NOT NULL,
    subject_type text NOT NULL,
    subject_id text NOT NULL,
    operation text NOT NULL,
    before jsonb,
    after jsonb
);
CREATE TABLE public.changeset (
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    actor text NOT NULL,
    message text NOT NULL
);
CREATE TABLE public.citation (
    subject_type text NOT NULL,
    subject_id text NOT NULL,
    "position" integer NOT NULL,
    source_id text NOT NULL,
    locator text
);
CREATE TABLE public.commitment (
    id text NOT NULL,
    iscm_id text NOT NULL,
    title text NOT NULL,
    instrument_id text,
    year integer NOT NULL,
    summary text NOT NULL,
    due date,
    status text
);
CREATE TABLE public.commitment_input (
    id text NOT NULL,
    commitment_id text NOT NULL,
    country_id text,
    organization_id text,
    summary text NOT NULL,
    received date
);
CREATE TABLE public.commitment_topic (
    commitment_id text NOT NULL,
    "position" integer NOT NULL,
    topic_id text NOT NULL
);
CREATE TABLE public.contribution (
    id text NOT NULL,
    iscm_id text NOT NULL,
    level text NOT NULL,
    summary text NOT NULL
);
CREATE TABLE public.contribution_instrument (
    contribution_id text NOT NULL,
    "position" integer NOT NULL,
    instrument_id text NOT NULL
);
CREATE TABLE public.country (
    id text NOT NULL
);
CREATE TABLE public.dataset (
    id integer NOT NULL,
    version bigint NOT NULL
);
CREATE TABLE public.earlier_review (
    id text NOT NULL,
    assessment_id text NOT NULL,
    title text NOT NULL,
    series text NOT NULL,
    year integer NOT NULL,
    iscms integer,
    summary text NOT NULL
);
CREATE TABLE public.event (
    id text NOT NULL,
    iscm_id text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    year integer NOT NULL,
    start_date date,
    end_date date,
    city text,
    country_id text,
    theme text
);
CREATE TABLE public.finding (
    id text NOT NULL,
    assessment_id text NOT NULL,
    number integer NOT NULL,
    summary text NOT NULL
);
CREATE TABLE public.finding_topic (
    finding_id text NOT NULL,
    "position" integer NOT NULL,
    topic_id text NOT NULL
);
CREATE TABLE public.framework (
    id text NOT NULL,
    name text NOT NULL,
    adopted integer NOT NULL,
    summary text NOT NULL
);
CREATE TABLE public.fund (
    id text NOT NULL,
    iscm_id text NOT NULL,
    name text NOT NULL,
    established integer NOT NULL,
    purpose text NOT NULL,
    beneficiaries jsonb NOT NULL,
    summary text NOT NULL
);
CREATE TABLE public.fund_figure (
    id text NOT NULL,
    fund_id text NOT NULL,
    "position" integer NOT NULL,
    label text NOT NULL,
    value double precision NOT NULL,
    unit text NOT NULL,
    from_year integer,
    to_year integer
);
CREATE TABLE public.funding (
    id text NOT NULL,
    iscm_id text NOT NULL,
    kind text NOT NULL,
    summary text NOT NULL,
    amount_minor bigint,
    currency text,
    year integer
);
CREATE TABLE public.funding_contributor (
    funding_id text NOT NULL,
    "position" integer NOT NULL,
    category text,
    country_id text,
    organization_id text
);
CREATE TABLE public.global_meeting (
    id text NOT NULL,
    series_id text NOT NULL,
    number integer NOT NULL,
    name text NOT NULL,
    year integer NOT NULL,
    start_date date,
    end_date date,
    city text,
    country_id text,
    online boolean NOT NULL,
    theme text,
    participants text,
    summary text NOT NULL,
    outcomes text
);
CREATE TABLE public.global_meeting_party (
    global_meeting_id text NOT NULL,
    "position" integer NOT NULL,
    role text NOT NULL,
    country_id text,
    organization_id text
);
CREATE TABLE public.instrument (
    id text NOT NULL,
    iscm_id text NOT NULL,
    title text NOT NULL,
    kind text NOT NULL,
    year integer NOT NULL,
    event_id text,
    summary text,
    url text
);
CREATE TABLE public.instrument_topic (
    instrument_id text NOT NULL,
    "position" integer NOT NULL,
    topic_id text NOT NULL
);
CREATE TABLE public.iscm (
    id text NOT NULL,
    acronym text NOT NULL,
    names jsonb NOT NULL,
    aliases jsonb NOT NULL,
    kind text NOT NULL,
    status text NOT NULL,
    established integer NOT NULL,
    region text NOT NULL,
    summary text NOT NULL,
    website text
);
CREATE TABLE public.meeting_series (
    id text NOT NULL,
    name text NOT NULL,
    acronym text NOT NULL,
    former_name text,
    since integer NOT NULL,
    frequency text,
    secretariat_id text NOT NULL,
    aims jsonb NOT NULL,
    participants text NOT NULL
);
CREATE TABLE public.membership (
    id text NOT NULL,
    iscm_id text NOT NULL,
    country_id text,
    organization_id text,
    role text NOT NULL,
    from_year integer,
    to_year integer
);
CREATE TABLE public.objective (
    id text NOT NULL,
    framework_id text NOT NULL,
    "position" integer NOT NULL,
    code text NOT NULL,
    title text NOT NULL
);
CREATE TABLE public.objective_topic (
    objective_id text NOT NULL,
    "position" integer NOT NULL,
    topic_id text NOT NULL
);
CREATE TABLE public.organization (
    id text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    file text NOT NULL
);
CREATE TABLE public.partnership (
    id text NOT NULL,
    iscm_id text NOT NULL,
    partner_id text,
    organization_id text,
    category text,
    modalities jsonb NOT NULL,
    summary text NOT NULL
);
CREATE TABLE public.recommendation (
    id text NOT NULL,
    assessment_id text NOT NULL,
    number integer NOT NULL,
    summary text NOT NULL
);
CREATE TABLE public.recommendation_topic (
    recommendation_id text NOT NULL,
    "position" integer NOT NULL,
    topic_id text NOT NULL
);
CREATE TABLE public.related_event (
    id text NOT NULL,
    series_id text NOT NULL,
    name text NOT NULL,
    year integer NOT NULL,
    start_date date,
    city text,
    country_id text,
    online boolean NOT NULL,
    participants text,
    summary text NOT NULL
);
CREATE TABLE public.seaql_migrations (
    version character varying NOT NULL,
    applied_at bigint NOT NULL
);
CREATE TABLE public.source (
    id text NOT NULL,
    title text NOT NULL,
    publisher text NOT NULL,
    year integer,
    url text,
    kind text NOT NULL,
    file text NOT NULL
);
CREATE TABLE public.structure (
    id text NOT NULL,
    iscm_id text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    summary text NOT NULL,
    established integer
);
CREATE TABLE public.structure_supporter (
    structure_id text NOT NULL,
    "position" integer NOT NULL,
    organization_id text NOT NULL
);
CREATE TABLE public.theme (
    id text NOT NULL,
    iscm_id text NOT NULL,
    title text NOT NULL,
    parent_id text,
    from_year integer,
    to_year integer
);
CREATE TABLE public.theme_topic (
    theme_id text NOT NULL,
    "position" integer NOT NULL,
    topic_id text NOT NULL
);
CREATE TABLE public.topic (
    id text NOT NULL,
    label text NOT NULL
);
CREATE TABLE public.uptake (
    id text NOT NULL,
    iscm_id text NOT NULL,
    country_id text NOT NULL,
    instrument_id text,
    summary text NOT NULL,
    year integer
);
ALTER TABLE ONLY public.activity
    ADD CONSTRAINT activity_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.added_value_party
    ADD CONSTRAINT added_value_party_pkey PRIMARY KEY (added_value_id, "position");
ALTER TABLE ONLY public.added_value
    ADD CONSTRAINT added_value_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.assessment
    ADD CONSTRAINT assessment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.assessment_question
    ADD CONSTRAINT assessment_question_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.assessment_respondent
    ADD CONSTRAINT assessment_respondent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.assessment_section
    ADD CONSTRAINT assessment_section_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.chairmanship
    ADD CONSTRAINT chairmanship_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.change
    ADD CONSTRAINT change_pkey PRIMARY KEY (version, subject_type, subject_id);
ALTER TABLE ONLY public.changeset
    ADD CONSTRAINT changeset_pkey PRIMARY KEY (version);
ALTER TABLE ONLY public.citation
    ADD CONSTRAINT citation_pkey PRIMARY KEY (subject_type, subject_id, "position");
ALTER TABLE ONLY public.commitment_input
    ADD CONSTRAINT commitment_input_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.commitment
    ADD CONSTRAINT commitment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.commitment_topic
    ADD CONSTRAINT commitment_topic_pkey PRIMARY KEY (commitment_id, "position");
ALTER TABLE ONLY public.contribution_instrument
    ADD CONSTRAINT contribution_instrument_pkey PRIMARY KEY (contribution_id, "position");
ALTER TABLE ONLY public.contribution
    ADD CONSTRAINT contribution_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.country
    ADD CONSTRAINT country_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dataset
    ADD CONSTRAINT dataset_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.earlier_review
    ADD CONSTRAINT earlier_review_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.finding
    ADD CONSTRAINT finding_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.finding_topic
    ADD CONSTRAINT finding_topic_pkey PRIMARY KEY (finding_id, "position");
ALTER TABLE ONLY public.framework
    ADD CONSTRAINT framework_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.fund_figure
    ADD CONSTRAINT fund_figure_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.fund
    ADD CONSTRAINT fund_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.funding_contributor
    ADD CONSTRAINT funding_contributor_pkey PRIMARY KEY (funding_id, "position");
ALTER TABLE ONLY public.funding
    ADD CONSTRAINT funding_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.global_meeting_party
    ADD CONSTRAINT global_meeting_party_pkey PRIMARY KEY (global_meeting_id, "position");
ALTER TABLE ONLY public.global_meeting
    ADD CONSTRAINT global_meeting_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.instrument
    ADD CONSTRAINT instrument_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.instrument_topic
    ADD CONSTRAINT instrument_topic_pkey PRIMARY KEY (instrument_id, "position");
ALTER TABLE ONLY public.iscm
    ADD CONSTRAINT iscm_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.meeting_series
    ADD CONSTRAINT meeting_series_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.membership
    ADD CONSTRAINT membership_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.objective
    ADD CONSTRAINT objective_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.objective_topic
    ADD CONSTRAINT objective_topic_pkey PRIMARY KEY (objective_id, "position");
ALTER TABLE ONLY public.organization
    ADD CONSTRAINT organization_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.partnership
    ADD CONSTRAINT partnership_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.recommendation
    ADD CONSTRAINT recommendation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.recommendation_topic
    ADD CONSTRAINT recommendation_topic_pkey PRIMARY KEY (recommendation_id, "position");
ALTER TABLE ONLY public.related_event
    ADD CONSTRAINT related_event_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.seaql_migrations
    ADD CONSTRAINT seaql_migrations_pkey PRIMARY KEY (version);
ALTER TABLE ONLY public.source
    ADD CONSTRAINT source_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.structure
    ADD CONSTRAINT structure_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.structure_supporter
    ADD CONSTRAINT structure_supporter_pkey PRIMARY KEY (structure_id, "position");
ALTER TABLE ONLY public.theme
    ADD CONSTRAINT theme_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.theme_topic
    ADD CONSTRAINT theme_topic_pkey PRIMARY KEY (theme_id, "position");
ALTER TABLE ONLY public.topic
    ADD CONSTRAINT topic_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.uptake
    ADD CONSTRAINT uptake_pkey PRIMARY KEY (id);
CREATE INDEX activity_iscm_id ON public.activity USING btree (iscm_id);
CREATE INDEX added_value_iscm_id ON public.added_value USING btree (iscm_id);
CREATE INDEX added_value_party_country_id ON public.added_value_party USING btree (country_id);
CREATE INDEX added_value_party_organization_id ON public.added_value_party USING btree (organization_id);
CREATE INDEX assessment_conducted_by_id ON public.assessment USING btree (conducted_by_id);
CREATE INDEX assessment_presented_at_id ON public.assessment USING btree (presented_at_id);
CREATE INDEX assessment_question_assessment_id ON public.assessment_question USING btree (assessment_id);
CREATE INDEX assessment_question_section_id ON public.assessment_question USING btree (section_id);
CREATE INDEX assessment_respondent_assessment_id ON public.assessment_respondent USING btree (assessment_id);
CREATE INDEX assessment_section_assessment_id ON public.assessment_section USING btree (assessment_id);
CREATE INDEX chairmanship_country_id ON public.chairmanship USING btree (country_id);
CREATE INDEX chairmanship_iscm_id ON public.chairmanship USING btree (iscm_id);
CREATE INDEX chairmanship_organization_id ON public.chairmanship USING btree (organization_id);
CREATE INDEX citation_source_id ON public.citation USING btree (source_id);
CREATE INDEX commitment_input_commitment_id ON public.commitment_input USING btree (commitment_id);
CREATE INDEX commitment_input_country_id ON public.commitment_input USING btree (country_id);
CREATE INDEX commitment_input_organization_id ON public.commitment_input USING btree (organization_id);
CREATE INDEX commitment_instrument_id ON public.commitment USING btree (instrument_id);
CREATE INDEX commitment_iscm_id ON public.commitment USING btree (iscm_id);
CREATE INDEX commitment_topic_topic_id ON public.commitment_topic USING btree (topic_id);
CREATE INDEX contribution_instrument_instrument_id ON public.contribution_instrument USING btree (instrument_id);
CREATE INDEX contribution_iscm_id ON public.contribution USING btree (iscm_id);
CREATE INDEX earlier_review_assessment_id ON public.earlier_review USING btree (assessment_id);
CREATE INDEX event_country_id ON public.event USING btree (country_id);
CREATE INDEX event_iscm_id ON public.event USING btree (iscm_id);
CREATE INDEX finding_assessment_id ON public.finding USING btree (assessment_id);
CREATE INDEX finding_topic_topic_id ON public.finding_topic USING btree (topic_id);
CREATE INDEX fund_figure_fund_id ON public.fund_figure USING btree (fund_id);
CREATE INDEX fund_iscm_id ON public.fund USING btree (iscm_id);
CREATE INDEX funding_contributor_country_id ON public.funding_contributor USING btree (country_id);
CREATE INDEX funding_contributor_organization_id ON public.funding_contributor USING btree (organization_id);
CREATE INDEX funding_iscm_id ON public.funding USING btree (iscm_id);
CREATE INDEX global_meeting_country_id ON public.global_meeting USING btree (country_id);
CREATE INDEX global_meeting_party_country_id ON public.global_meeting_party USING btree (country_id);
CREATE INDEX global_meeting_party_organization_id ON public.global_meeting_party USING btree (organization_id);
CREATE INDEX global_meeting_series_id ON public.global_meeting USING btree (series_id);
CREATE INDEX instrument_event_id ON public.instrument USING btree (event_id);
CREATE INDEX instrument_iscm_id ON public.instrument USING btree (iscm_id);
CREATE INDEX instrument_topic_topic_id ON public.instrument_topic USING btree (topic_id);
CREATE INDEX meeting_series_secretariat_id ON public.meeting_series USING btree (secretariat_id);
CREATE INDEX membership_country_id ON public.membership USING btree (country_id);
CREATE INDEX membership_iscm_id ON public.membership USING btree (iscm_id);
CREATE INDEX membership_organization_id ON public.membership USING btree (organization_id);
CREATE INDEX objective_framework_id ON public.objective USING btree (framework_id);
CREATE INDEX objective_topic_topic_id ON public.objective_topic USING btree (topic_id);
CREATE INDEX partnership_iscm_id ON public.partnership USING btree (iscm_id);
CREATE INDEX partnership_organization_id ON public.partnership USING btree (organization_id);
CREATE INDEX partnership_partner_id ON public.partnership USING btree (partner_id);
CREATE INDEX recommendation_assessment_id ON public.recommendation USING btree (assessment_id);
CREATE INDEX recommendation_topic_topic_id ON public.recommendation_topic USING btree (topic_id);
CREATE INDEX related_event_country_id ON public.related_event USING btree (country_id);
CREATE INDEX related_event_series_id ON public.related_event USING btree (series_id);
CREATE INDEX structure_iscm_id ON public.structure USING btree (iscm_id);
CREATE INDEX structure_supporter_organization_id ON public.structure_supporter USING btree (organization_id);
CREATE INDEX theme_iscm_id ON public.theme USING btree (iscm_id);
CREATE INDEX theme_parent_id ON public.theme USING btree (parent_id);
CREATE INDEX theme_topic_topic_id ON public.theme_topic USING btree (topic_id);
CREATE INDEX uptake_country_id ON public.uptake USING btree (country_id);
CREATE INDEX uptake_instrument_id ON public.uptake USING btree (instrument_id);
CREATE INDEX uptake_iscm_id ON public.uptake USING btree (iscm_id);
ALTER TABLE ONLY public.activity
    ADD CONSTRAINT activity_iscm_id_fkey FOREIGN KEY (iscm_id) REFERENCES public.iscm(id);
ALTER TABLE ONLY public.added_value
    ADD CONSTRAINT added_value_iscm_id_fkey FOREIGN KEY (iscm_id) REFERENCES public.iscm(id);
ALTER TABLE ONLY public.added_value_party
    ADD CONSTRAINT added_value_party_added_value_id_fkey FOREIGN KEY (added_value_id) REFERENCES public.added_value(id);
ALTER TABLE ONLY public.added_value_party
    ADD CONSTRAINT added_value_party_country_id_fkey FOREIGN KEY (country_id) REFERENCES public.country(id);
ALTER TABLE ONLY public.added_value_party
    ADD CONSTRAINT added_value_party_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.assessment
    ADD CONSTRAINT assessment_conducted_by_id_fkey FOREIGN KEY (conducted_by_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.assessment
    ADD CONSTRAINT assessment_presented_at_id_fkey FOREIGN KEY (presented_at_id) REFERENCES public.global_meeting(id);
ALTER TABLE ONLY public.assessment_question
    ADD CONSTRAINT assessment_question_assessment_id_fkey FOREIGN KEY (assessment_id) REFERENCES public.assessment(id);
ALTER TABLE ONLY public.assessment_question
    ADD CONSTRAINT assessment_question_section_id_fkey FOREIGN KEY (section_id) REFERENCES public.assessment_section(id);
ALTER TABLE ONLY public.assessment_respondent
    ADD CONSTRAINT assessment_respondent_assessment_id_fkey FOREIGN KEY (assessment_id) REFERENCES public.assessment(id);
ALTER TABLE ONLY public.assessment_section
    ADD CONSTRAINT assessment_section_assessment_id_fkey FOREIGN KEY (assessment_id) REFERENCES public.assessment(id);
ALTER TABLE ONLY public.chairmanship
    ADD CONSTRAINT chairmanship_country_id_fkey FOREIGN KEY (country_id) REFERENCES public.country(id);
ALTER TABLE ONLY public.chairmanship
    ADD CONSTRAINT chairmanship_iscm_id_fkey FOREIGN KEY (iscm_id) REFERENCES public.iscm(id);
ALTER TABLE ONLY public.chairmanship
    ADD CONSTRAINT chairmanship_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.change
    ADD CONSTRAINT change_version_fkey FOREIGN KEY (version) REFERENCES public.changeset(version);
ALTER TABLE ONLY public.citation
    ADD CONSTRAINT citation_source_id_fkey FOREIGN KEY (source_id) REFERENCES public.source(id);
ALTER TABLE ONLY public.commitment_input
    ADD CONSTRAINT commitment_input_commitment_id_fkey FOREIGN KEY (commitment_id) REFERENCES public.commitment(id);
ALTER TABLE ONLY public.commitment_input
    ADD CONSTRAINT commitment_input_country_id_fkey FOREIGN KEY (country_id) REFERENCES public.country(id);
ALTER TABLE ONLY public.commitment_input
    ADD CONSTRAINT commitment_input_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.commitment
    ADD CONSTRAINT commitment_instrument_id_fkey FOREIGN KEY (instrument_id) REFERENCES public.instrument(id);
ALTER TABLE ONLY public.commitment
    ADD CONSTRAINT commitment_iscm_id_fkey FOREIGN KEY (iscm_id) REFERENCES public.iscm(id);
ALTER TABLE ONLY public.commitment_topic
    ADD CONSTRAINT commitment_topic_commitment_id_fkey FOREIGN KEY (commitment_id) REFERENCES public.commitment(id);
ALTER TABLE ONLY public.commitment_topic
    ADD CONSTRAINT commitment_topic_topic_id_fkey FOREIGN KEY (topic_id) REFERENCES public.topic(id);
ALTER TABLE ONLY public.contribution_instrument
    ADD CONSTRAINT contribution_instrument_contribution_id_fkey FOREIGN KEY (contribution_id) REFERENCES public.contribution(id);
ALTER TABLE ONLY public.contribution_instrument
    ADD CONSTRAINT contribution_instrument_instrument_id_fkey FOREIGN KEY (instrument_id) REFERENCES public.instrument(id);
ALTER TABLE ONLY public.contribution
    ADD CONSTRAINT contribution_iscm_id_fkey FOREIGN KEY (iscm_id) REFERENCES public.iscm(id);
ALTER TABLE ONLY public.earlier_review
    ADD CONSTRAINT earlier_review_assessment_id_fkey FOREIGN KEY (assessment_id) REFERENCES public.assessment(id);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_country_id_fkey FOREIGN KEY (country_id) REFERENCES public.country(id);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_iscm_id_fkey FOREIGN KEY (iscm_id) REFERENCES public.iscm(id);
ALTER TABLE ONLY public.finding
    ADD CONSTRAINT finding_assessment_id_fkey FOREIGN KEY (assessment_id) REFERENCES public.assessment(id);
ALTER TABLE ONLY public.finding_topic
    ADD CONSTRAINT finding_topic_finding_id_fkey FOREIGN KEY (finding_id) REFERENCES public.finding(id);
ALTER TABLE ONLY public.finding_topic
    ADD CONSTRAINT finding_topic_topic_id_fkey FOREIGN KEY (topic_id) REFERENCES public.topic(id);
ALTER TABLE ONLY public.fund_figure
    ADD CONSTRAINT fund_figure_fund_id_fkey FOREIGN KEY (fund_id) REFERENCES public.fund(id);
ALTER TABLE ONLY public.fund
    ADD CONSTRAINT fund_iscm_id_fkey FOREIGN KEY (iscm_id) REFERENCES public.iscm(id);
ALTER TABLE ONLY public.funding_contributor
    ADD CONSTRAINT funding_contributor_country_id_fkey FOREIGN KEY (country_id) REFERENCES public.country(id);
ALTER TABLE ONLY public.funding_contributor
    ADD CONSTRAINT funding_contributor_funding_id_fkey FOREIGN KEY (funding_id) REFERENCES public.funding(id);
ALTER TABLE ONLY public.funding_contributor
    ADD CONSTRAINT funding_contributor_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.funding
    ADD CONSTRAINT funding_iscm_id_fkey FOREIGN KEY (iscm_id) REFERENCES public.iscm(id);
ALTER TABLE ONLY public.global_meeting
    ADD CONSTRAINT global_meeting_country_id_fkey FOREIGN KEY (country_id) REFERENCES public.country(id);
ALTER TABLE ONLY public.global_meeting_party
    ADD CONSTRAINT global_meeting_party_country_id_fkey FOREIGN KEY (country_id) REFERENCES public.country(id);
ALTER TABLE ONLY public.global_meeting_party
    ADD CONSTRAINT global_meeting_party_global_meeting_id_fkey FOREIGN KEY (global_meeting_id) REFERENCES public.global_meeting(id);
ALTER TABLE ONLY public.global_meeting_party
    ADD CONSTRAINT global_meeting_party_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.global_meeting
    ADD CONSTRAINT global_meeting_series_id_fkey FOREIGN KEY (series_id) REFERENCES public.meeting_series(id);
ALTER TABLE ONLY public.instrument
    ADD CONSTRAINT instrument_event_id_fkey FOREIGN KEY (event_id) REFERENCES public.event(id);
ALTER TABLE ONLY public.instrument
    ADD CONSTRAINT instrument_iscm_id_fkey FOREIGN KEY (iscm_id) REFERENCES public.iscm(id);
ALTER TABLE ONLY public.instrument_topic
    ADD CONSTRAINT instrument_topic_instrument_id_fkey FOREIGN KEY (instrument_id) REFERENCES public.instrument(id);
ALTER TABLE ONLY public.instrument_topic
    ADD CONSTRAINT instrument_topic_topic_id_fkey FOREIGN KEY (topic_id) REFERENCES public.topic(id);
ALTER TABLE ONLY public.meeting_series
    ADD CONSTRAINT meeting_series_secretariat_id_fkey FOREIGN KEY (secretariat_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.membership
    ADD CONSTRAINT membership_country_id_fkey FOREIGN KEY (country_id) REFERENCES public.country(id);
ALTER TABLE ONLY public.membership
    ADD CONSTRAINT membership_iscm_id_fkey FOREIGN KEY (iscm_id) REFERENCES public.iscm(id);
ALTER TABLE ONLY public.membership
    ADD CONSTRAINT membership_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.objective
    ADD CONSTRAINT objective_framework_id_fkey FOREIGN KEY (framework_id) REFERENCES public.framework(id);
ALTER TABLE ONLY public.objective_topic
    ADD CONSTRAINT objective_topic_objective_id_fkey FOREIGN KEY (objective_id) REFERENCES public.objective(id);
ALTER TABLE ONLY public.objective_topic
    ADD CONSTRAINT objective_topic_topic_id_fkey FOREIGN KEY (topic_id) REFERENCES public.topic(id);
ALTER TABLE ONLY public.partnership
    ADD CONSTRAINT partnership_iscm_id_fkey FOREIGN KEY (iscm_id) REFERENCES public.iscm(id);
ALTER TABLE ONLY public.partnership
    ADD CONSTRAINT partnership_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.partnership
    ADD CONSTRAINT partnership_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.iscm(id);
ALTER TABLE ONLY public.recommendation
    ADD CONSTRAINT recommendation_assessment_id_fkey FOREIGN KEY (assessment_id) REFERENCES public.assessment(id);
ALTER TABLE ONLY public.recommendation_topic
    ADD CONSTRAINT recommendation_topic_recommendation_id_fkey FOREIGN KEY (recommendation_id) REFERENCES public.recommendation(id);
ALTER TABLE ONLY public.recommendation_topic
    ADD CONSTRAINT recommendation_topic_topic_id_fkey FOREIGN KEY (topic_id) REFERENCES public.topic(id);
ALTER TABLE ONLY public.related_event
    ADD CONSTRAINT related_event_country_id_fkey FOREIGN KEY (country_id) REFERENCES public.country(id);
ALTER TABLE ONLY public.related_event
    ADD CONSTRAINT related_event_series_id_fkey FOREIGN KEY (series_id) REFERENCES public.meeting_series(id);
ALTER TABLE ONLY public.structure
    ADD CONSTRAINT structure_iscm_id_fkey FOREIGN KEY (iscm_id) REFERENCES public.iscm(id);
ALTER TABLE ONLY public.structure_supporter
    ADD CONSTRAINT structure_supporter_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organization(id);
ALTER TABLE ONLY public.structure_supporter
    ADD CONSTRAINT structure_supporter_structure_id_fkey FOREIGN KEY (structure_id) REFERENCES public.structure(id);
ALTER TABLE ONLY public.theme
    ADD CONSTRAINT theme_iscm_id_fkey FOREIGN KEY (iscm_id) REFERENCES public.iscm(id);
ALTER TABLE ONLY public.theme
    ADD CONSTRAINT theme_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.theme(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.theme_topic
    ADD CONSTRAINT theme_topic_theme_id_fkey FOREIGN KEY (theme_id) REFERENCES public.theme(id);
ALTER TABLE ONLY public.theme_topic
    ADD CONSTRAINT theme_topic_topic_id_fkey FOREIGN KEY (topic_id) REFERENCES public.topic(id);
ALTER TABLE ONLY public.uptake
    ADD CONSTRAINT uptake_country_id_fkey FOREIGN KEY (country_id) REFERENCES public.country(id);
ALTER TABLE ONLY public.uptake
    ADD CONSTRAINT uptake_instrument_id_fkey FOREIGN KEY (instrument_id) REFERENCES public.instrument(id);
ALTER TABLE ONLY public.uptake
    ADD CONSTRAINT uptake_iscm_id_fkey FOREIGN KEY (iscm_id) REFERENCES public.iscm(id);
