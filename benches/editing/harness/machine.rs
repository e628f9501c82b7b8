//! What is to come of changesets, stated once more and simply: a machine of records, versions and proposals that the
//! server is held against, step by step.

use proptest::prelude::*;
use proptest::sample::Index;
use proptest_state_machine::ReferenceStateMachine;

/// How many records there are.
pub(super) const RECORDS: usize = 3;

/// How many who write, each of whom may do everything, but take back what is another's.
pub(super) const AUTHORS: usize = 2;

/// An edit: which record is to have which value, and how many versions ago it was read.
pub(super) type Edit = (usize, u8, i64);

/// What is done.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// Edits are published in one step.
    Publish(Vec<Edit>),
    /// The request of the last one is sent again.
    Again,
    /// Edits are proposed by somebody.
    Propose(usize, Vec<Edit>),
    /// A proposal is to say something else; it is meant in a revision that is so many behind the newest.
    Amend(Index, i32, Vec<Edit>),
    /// A proposal is decided on by somebody.
    Decide(Index, i32, usize, Verdict),
    /// A version is taken back.
    Revert(Index),
}

/// What is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Publish,
    Reject,
    Withdraw,
}

/// A proposal.
#[derive(Clone, Debug)]
pub(super) struct Proposal {
    pub(super) status: &'static str,
    pub(super) revision: i32,
    pub(super) author: usize,
    /// With the versions that are expected.
    pub(super) edits: Vec<(usize, u8, i64)>,
    pub(super) version: Option<i64>,
}

/// What a version did to a record: what it was, and what it is.
type Done = (usize, u8, u8);

/// All that there is. Versions are counted from the one before the first step, which is 0.
#[derive(Clone, Debug)]
pub(super) struct Board {
    pub(super) values: [u8; RECORDS],
    /// The versions that changed them last.
    changed: [i64; RECORDS],
    /// What each version did, from the first.
    log: Vec<Vec<Done>>,
    pub(super) proposals: Vec<Proposal>,
    /// Whether something was published with a key of its own.
    pub(super) has_sent: bool,
    /// What the last step was answered: the version that it made, or the code of why there is none.
    pub(super) answer: Answer,
    /// The version that the last changeset with a key of its own made.
    sent: Answer,
}

/// An answer: a version that was made, where there is one; or the code of what is wrong.
pub(super) type Answer = Result<Option<i64>, &'static str>;

impl Board {
    /// The newest version.
    pub(super) fn version(&self) -> i64 {
        i64::try_from(self.log.len()).unwrap_or_default()
    }

    /// Which proposal is meant.
    pub(super) fn meant(&self, index: Index) -> usize {
        index.index(self.proposals.len())
    }

    /// Which version is meant.
    pub(super) fn meant_version(&self, index: Index) -> i64 {
        i64::try_from(index.index(self.log.len()) + 1).unwrap_or_default()
    }

    /// The edits with the versions that are expected.
    pub(super) fn expecting(&self, edits: &[Edit]) -> Vec<(usize, u8, i64)> {
        let expected = |ago: i64| (self.version() - ago).max(0);
        let edits = edits.iter();
        edits
            .map(|(record, value, ago)| (*record, *value, expected(*ago)))
            .collect()
    }

    /// What is wrong with edits now, if anything is.
    fn fault(&self, edits: &[(usize, u8, i64)]) -> Option<&'static str> {
        let is_lost = |(record, _, expected): &(usize, u8, i64)| self.changed[*record] > *expected;
        let is_same = |(record, value, _): &(usize, u8, i64)| self.values[*record] == *value;
        if edits.iter().any(is_lost) {
            Some("CONFLICT")
        } else if edits.iter().all(is_same) {
            Some("EMPTY")
        } else {
            None
        }
    }

    fn publish(&mut self, edits: &[(usize, u8, i64)]) -> Answer {
        if let Some(fault) = self.fault(edits) {
            return Err(fault);
        }
        let version = self.version() + 1;
        let mut done = Vec::new();
        for (record, value, _) in edits {
            let before = std::mem::replace(&mut self.values[*record], *value);
            if before != *value {
                self.changed[*record] = version;
                done.push((*record, before, *value));
            }
        }
        self.log.push(done);
        Ok(Some(version))
    }

    fn propose(&mut self, author: usize, edits: &[Edit]) -> Answer {
        let edits = self.expecting(edits);
        if let Some(fault) = self.fault(&edits) {
            return Err(fault);
        }
        self.proposals.push(Proposal {
            status: "PROPOSED",
            revision: 1,
            author,
            edits,
            version: None,
        });
        Ok(None)
    }

    /// A proposal that waits in the revision that is meant, or why there is none.
    fn waiting(&self, at: usize, behind: i32) -> Result<&Proposal, &'static str> {
        let proposal = &self.proposals[at];
        if proposal.status != "PROPOSED" {
            Err("DECIDED")
        } else if behind > 0 {
            Err("CONFLICT")
        } else {
            Ok(proposal)
        }
    }

    fn amend(&mut self, at: usize, behind: i32, edits: &[Edit]) -> Answer {
        self.waiting(at, behind)?;
        let edits = self.expecting(edits);
        if let Some(fault) = self.fault(&edits) {
            return Err(fault);
        }
        let proposal = &mut self.proposals[at];
        proposal.revision += 1;
        proposal.edits = edits;
        Ok(None)
    }

    fn decide(&mut self, at: usize, behind: i32, by: usize, verdict: Verdict) -> Answer {
        let waiting = self.waiting(at, behind)?.clone();
        let (status, version) = match verdict {
            Verdict::Publish => ("PUBLISHED", self.publish(&waiting.edits)?),
            Verdict::Reject => ("REJECTED", None),
            Verdict::Withdraw if waiting.author != by => return Err("FORBIDDEN"),
            Verdict::Withdraw => ("WITHDRAWN", None),
        };
        let proposal = &mut self.proposals[at];
        (proposal.status, proposal.version) = (status, version);
        Ok(version)
    }

    fn revert(&mut self, version: i64) -> Answer {
        let at = usize::try_from(version - 1).unwrap_or_default();
        let done = self.log[at].clone();
        let now = |record: usize| self.values[record];
        // What is as it was needs nothing; what is neither as it was nor as it was made is another's.
        let is_others = |(record, was, made): &Done| now(*record) != *was && now(*record) != *made;
        if done.iter().any(is_others) {
            return Err("CONFLICT");
        }
        let newest = self.version();
        let back = done.iter().map(|(record, was, _)| (*record, *was, newest));
        self.publish(&back.collect::<Vec<_>>())
    }
}

/// The machine of it.
pub(super) struct Machine;

impl ReferenceStateMachine for Machine {
    type State = Board;
    type Transition = Step;

    fn init_state() -> BoxedStrategy<Board> {
        let board = Board {
            values: [0; RECORDS],
            changed: [0; RECORDS],
            log: Vec::new(),
            proposals: Vec::new(),
            has_sent: false,
            answer: Ok(None),
            sent: Ok(None),
        };
        Just(board).boxed()
    }

    fn transitions(board: &Board) -> BoxedStrategy<Step> {
        let edit = (
            0..RECORDS,
            0..4_u8,
            prop_oneof![4 => Just(0), 1 => 1..3_i64],
        );
        let edits = proptest::collection::vec(edit, 1..=RECORDS).prop_map(|mut edits| {
            edits.sort_unstable();
            edits.dedup_by_key(|(record, _, _)| *record);
            edits
        });
        let behind = || prop_oneof![5 => Just(0), 1 => Just(1)];
        let verdict = prop_oneof![
            2 => Just(Verdict::Publish),
            1 => Just(Verdict::Reject),
            1 => Just(Verdict::Withdraw),
        ];
        let publish = edits.clone().prop_map(Step::Publish).boxed();
        let propose = (0..AUTHORS, edits.clone());
        let propose = propose.prop_map(|(author, edits)| Step::Propose(author, edits));
        let mut steps = vec![(4, publish), (3, propose.boxed())];
        if board.has_sent {
            steps.push((1, Just(Step::Again).boxed()));
        }
        if !board.proposals.is_empty() {
            let amend = (any::<Index>(), behind(), edits);
            let amend = amend.prop_map(|(at, behind, edits)| Step::Amend(at, behind, edits));
            let decide = (any::<Index>(), behind(), 0..AUTHORS, verdict);
            let decide =
                decide.prop_map(|(at, behind, by, what)| Step::Decide(at, behind, by, what));
            steps.extend([(2, amend.boxed()), (4, decide.boxed())]);
        }
        if !board.log.is_empty() {
            steps.push((2, any::<Index>().prop_map(Step::Revert).boxed()));
        }
        proptest::strategy::Union::new_weighted(steps).boxed()
    }

    fn apply(mut board: Board, step: &Step) -> Board {
        board.answer = match step {
            Step::Publish(edits) => {
                let edits = board.expecting(edits);
                let answer = board.publish(&edits);
                // What was refused was not kept, and may be sent again as another.
                if answer.is_ok() {
                    (board.has_sent, board.sent) = (true, answer);
                }
                answer
            }
            Step::Again => board.sent,
            Step::Propose(author, edits) => board.propose(*author, edits),
            Step::Amend(at, behind, edits) => board.amend(board.meant(*at), *behind, edits),
            Step::Decide(at, behind, by, verdict) => {
                board.decide(board.meant(*at), *behind, *by, *verdict)
            }
            Step::Revert(version) => board.revert(board.meant_version(*version)),
        };
        board
    }

    fn preconditions(board: &Board, step: &Step) -> bool {
        match step {
            Step::Publish(_) | Step::Propose(..) => true,
            Step::Again => board.has_sent,
            Step::Amend(..) | Step::Decide(..) => !board.proposals.is_empty(),
            Step::Revert(_) => !board.log.is_empty(),
        }
    }
}
