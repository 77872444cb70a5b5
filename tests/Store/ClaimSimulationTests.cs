using CsCheck;
using Goalkeeper.Store;

namespace Goalkeeper.Tests.Store;

/// <summary>
/// The claim protocol against a model of it: several workers that take, report, end, renew, fall silent, die and come back in any order, on a
/// clock of its own.
/// </summary>
public sealed class ClaimSimulationTests : IDisposable
{
    private const int Trials = 5;
    private const int Most = 4; // workers at a time

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    private static readonly Gen<Step[]> Steps = Gen.Select(
        Gen.Enum<Deed>(), Gen.Int[0, Most - 1], Gen.Int[0, 25], (deed, worker, amount) => new Step(deed, worker, amount)).Array[10, 60];

    private static readonly int Iterations = Environment.GetEnvironmentVariable("GOALKEEPER_NIGHTLY") == "1" ? 20_000 : 100;

    private readonly Sample _sample = new();
    private readonly SetClock _clock = new();
    private readonly SweepStore _store;

    public ClaimSimulationTests()
    {
        _store = SweepStore.Open(_sample.Path, TimeSpan.FromSeconds(1), Migration.All, _clock);
        _store.Connection.Execute("PRAGMA synchronous = OFF"); // thousands of commits, none of which has to last
    }

    private enum Deed
    {
        Join,
        Take,
        Retake,
        Report,
        End,
        Fail,
        Renew,
        Wait,
        Die,
        Leave,
    }

    private sealed record Step(Deed Deed, int Worker, int Amount);

    public void Dispose()
    {
        _store.Dispose();
        _sample.Dispose();
    }

    [Fact]
    public void Every_trial_ends_once_no_ended_attempt_changes_and_late_results_are_refused() =>
        Steps.Sample(steps => Simulate(steps, sweep => new TrialCommit(_store.Connection, sweep)), iter: Iterations, threads: 1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_the_fence_the_simulation_finds_the_bug(bool withTriggers)
    {
        if (!withTriggers) DropTriggers();
        Assert.ThrowsAny<Exception>(
            () => Steps.Sample(steps => Simulate(steps, sweep => new Unfenced(_store.Connection, sweep)), iter: 200, threads: 1));
    }

    private void Simulate(Step[] steps, Func<SweepRecord, TrialCommit> commit)
    {
        var sweep = _store.FindOrCreate(Sample.Sweep(), Sample.Trials(Trials), forceNew: true).Sweep;
        var simulation = new Simulation(_store, _clock, sweep, commit(sweep));
        foreach (var step in steps)
        {
            simulation.Do(step);
            simulation.CheckThatEndedAttemptsStay();
        }
        simulation.Finish();
    }

    private void DropTriggers()
    {
        using var triggers = _store.Query("SELECT name FROM sqlite_master WHERE type = 'trigger'");
        foreach (var name in triggers.Rows().Select(row => (string)row[0]!).ToList()) _store.Connection.Execute($"DROP TRIGGER {name}");
    }

    /// <summary>Stores whatever comes, however late.</summary>
    private sealed class Unfenced(StoreConnection store, SweepRecord sweep) : TrialCommit(store, sweep)
    {
        protected override bool IsHeld(Claim claim) => true;
    }

    /// <summary>A worker as it sees itself, and what the model knows of it.</summary>
    private sealed class Worker(Claims claims)
    {
        public Claims Claims => claims;

        public List<Claim> Held { get; } = [];

        public HashSet<long> Begun { get; } = [];

        public HashSet<long> Lost { get; } = []; // attempts that others took from it, which it does not know

        public DateTimeOffset LeaseUntil { get; set; }
    }

    private sealed class Simulation(SweepStore store, SetClock clock, SweepRecord sweep, TrialCommit commit)
    {
        // Of another machine, where nobody can see whether a process has ended: time alone tells.
        private static readonly WorkerIdentity Elsewhere = new("elsewhere", 1, 1, Job: null);

        private readonly List<Worker> _all = [];
        private readonly Worker?[] _workers = new Worker?[Most];
        private readonly HashSet<long> _ended = []; // trials, by the model
        private readonly Dictionary<string, string> _seen = [];

        public void Do(Step step)
        {
            var worker = _workers[step.Worker];
            switch (step.Deed)
            {
                case Deed.Wait:
                    clock.Now += TimeSpan.FromSeconds(step.Amount);
                    break;
                case Deed.Join when worker is null:
                    _workers[step.Worker] = Join();
                    break;
                case Deed.Die when worker is not null:
                    _workers[step.Worker] = null;
                    break;
                default:
                    if (worker is null) break;
                    store.Connection.Write(() => Act(worker, step));
                    if (step.Deed == Deed.Leave) _workers[step.Worker] = null;
                    break;
            }
        }

        public void CheckThatEndedAttemptsStay()
        {
            using var rows = store.Query($"""
                SELECT a.id, a.state, a.reason, a.duration_ms, (SELECT group_concat(m.value) FROM metric m WHERE m.attempt_id = a.id), (SELECT count(*) FROM trace r WHERE r.attempt_id = a.id)
                FROM attempt a JOIN trial t ON t.id = a.trial_id
                WHERE t.sweep_id = {sweep.Id} AND a.state <> 'running'
                """);
            foreach (var row in rows.Rows())
            {
                var (id, content) = ($"{row[0]}", string.Join('|', row.Skip(1)));
                Assert.Equal(_seen.GetValueOrDefault(id, content), content);
                _seen[id] = content;
            }
        }

        /// <summary>Everybody falls silent, and one worker ends what is left.</summary>
        public void Finish()
        {
            clock.Now += Lease + Lease;
            var last = Join();
            store.Connection.Write(() => Act(last, new Step(Deed.Retake, 0, 0)));
            store.Connection.Write(() => last.Held.AddRange(last.Claims.Take(Trials)));
            while (last.Held.Count > 0) store.Connection.Write(() => Act(last, new Step(Deed.End, 0, 0)));
            // Late as can be.
            foreach (var worker in _all.Where(w => w != last))
                while (worker.Held.Count > 0) store.Connection.Write(() => Act(worker, new Step(Deed.End, 0, 0)));
            CheckThatEndedAttemptsStay();

            Assert.Equal(Trials, _ended.Count);
            Assert.False(last.Claims.AreOpen());
            using var counts = store.Query($"""
                SELECT t.number, sum(a.state IN ('finished', 'failed')), sum(a.id = t.attempt_id AND a.state = t.state)
                FROM trial t LEFT JOIN attempt a ON a.trial_id = t.id
                WHERE t.sweep_id = {sweep.Id}
                GROUP BY t.id ORDER BY 1
                """);
            Assert.Equal(Enumerable.Range(1, Trials).Select(n => $"{n} 1 1"), counts.Rows().Select(row => string.Join(' ', row)));
        }

        private Worker Join()
        {
            var worker = new Worker(store.Connection.Write(() => store.Join(sweep, Elsewhere, Lease))) { LeaseUntil = clock.Now + Lease };
            _all.Add(worker);
            return worker;
        }

        private void Act(Worker worker, Step step)
        {
            switch (step.Deed)
            {
                case Deed.Take:
                    Renew(worker); // who takes is there again, though it may have been taken for lost
                    worker.Held.AddRange(worker.Claims.Take(1 + (step.Amount % Trials)));
                    break;
                case Deed.Retake:
                    Lose(_all.Where(w => w != worker && w.LeaseUntil < clock.Now));
                    worker.Claims.Retake();
                    break;
                case Deed.Report when worker.Held.Count > 0:
                    var claim = worker.Held[step.Amount % worker.Held.Count];
                    worker.Begun.Add(claim.AttemptId);
                    commit.Append(claim, [new Trace("cost", [step.Amount], [1])]);
                    break;
                case Deed.End or Deed.Fail when worker.Held.Count > 0:
                    End(worker, worker.Held[step.Amount % worker.Held.Count], step.Deed == Deed.End ? TrialState.Finished : TrialState.Failed);
                    break;
                case Deed.Renew:
                    Renew(worker);
                    break;
                case Deed.Leave:
                    worker.Claims.GiveBack(worker.Held.Where(c => !worker.Begun.Contains(c.AttemptId)));
                    worker.Held.RemoveAll(c => !worker.Begun.Contains(c.AttemptId));
                    worker.Claims.Leave();
                    Lose([worker]);
                    worker.LeaseUntil = DateTimeOffset.MaxValue; // nobody has anything to take from it
                    break;
            }
        }

        private void Renew(Worker worker)
        {
            worker.Claims.Renew();
            worker.LeaseUntil = clock.Now + Lease;
        }

        private void End(Worker worker, Claim claim, string state)
        {
            worker.Held.Remove(claim);
            var isHeld = !worker.Lost.Contains(claim.AttemptId);
            Assert.Equal(isHeld, commit.End(claim, Sample.Result(claim.Trial.Number, state: state) with { Weights = null, Predictions = [] }));
            if (isHeld) Assert.True(_ended.Add(claim.TrialId));
        }

        private static void Lose(IEnumerable<Worker> workers)
        {
            foreach (var worker in workers) worker.Lost.UnionWith(worker.Held.Select(c => c.AttemptId));
        }
    }
}
