using Goalkeeper.Store;

namespace Goalkeeper.Tests.Store;

public sealed class SweepTests : IDisposable
{
    private readonly Sample _sample = new();

    public void Dispose() => _sample.Dispose();

    [Fact]
    public void The_same_plan_is_found_again_and_takes_the_new_text()
    {
        var (store, first) = Sample.Create(_sample.Path, 3);
        using (store)
        {
            var again = store.FindOrCreate(
                Sample.Sweep() with { ExperimentText = "# a comment", Description = "New.", ExperimentFile = "f.yaml", Command = "other" },
                Sample.Trials(3));
            Assert.True(again.Resumed);
            Assert.Equal(first.Id, again.Sweep.Id);
            Assert.Equal(
                ("# a comment", "New.", "f.yaml"),
                (again.Sweep.ExperimentText, again.Sweep.Description, again.Sweep.ExperimentFile));
            Assert.Equal(first.Command, again.Sweep.Command);
            Assert.Equal(3, store.Trials(first).Count);
        }
    }

    [Fact]
    public void A_changed_plan_or_a_forced_start_is_a_new_sweep_with_the_next_number()
    {
        var (store, _) = Sample.Create(_sample.Path, 2);
        using (store)
        {
            Assert.Equal((false, 2L), Numbered(store.FindOrCreate(Sample.Sweep(plan: "plan-2"), Sample.Trials(2))));
            Assert.Equal((false, 3L), Numbered(store.FindOrCreate(Sample.Sweep(), Sample.Trials(2), forceNew: true)));
            Assert.Equal((true, 3L), Numbered(store.FindOrCreate(Sample.Sweep(), Sample.Trials(2))));
            Assert.Equal((true, 2L), Numbered(store.FindOrCreate(Sample.Sweep(plan: "plan-2"), Sample.Trials(2))));
            Assert.Equal((false, 1L), Numbered(store.FindOrCreate(Sample.Sweep("other"), Sample.Trials(2))));
            Assert.Equal(["football 1", "football 2", "football 3", "other 1"], store.List().Select(s => $"{s.Sweep} {s.SweepNumber}"));
            Assert.Equal(3, store.Find(SweepReference.Parse("football")).Number);
            Assert.Equal(2, store.Find(SweepReference.Parse("football#2")).Number);
            Assert.Equal([3L, 2L, 1L], store.SweepsNamed("football").Select(s => s.Number));
        }
    }

    [Fact]
    public void Two_processes_that_ask_at_once_get_one_sweep()
    {
        SweepStore.Open(_sample.Path).Dispose();
        using var start = new Barrier(4);
        var found = new FoundSweep[4];
        var threads = Enumerable.Range(0, 4).Select(i => new Thread(() =>
        {
            using var store = SweepStore.Open(_sample.Path);
            start.SignalAndWait();
            found[i] = store.FindOrCreate(Sample.Sweep(), Sample.Trials(500));
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Assert.Single(found.Select(f => f.Sweep.Id).Distinct());
        Assert.Single(found, f => !f.Resumed);
        using var reader = SweepStore.OpenReadOnly(_sample.Path);
        Assert.Equal(500, reader.List().Single().Queued);
    }

    [Fact]
    public void A_sweep_whose_trials_can_not_all_be_stored_is_not_stored()
    {
        using var store = SweepStore.Open(_sample.Path);
        var trials = Sample.Trials(3);
        trials[2] = trials[1];
        Assert.Throws<StoreException>(() => store.FindOrCreate(Sample.Sweep(), trials));
        Assert.Empty(store.List());
    }

    [Fact]
    public void Trials_of_a_worker_that_is_gone_are_queued_again_and_ended_ones_are_not()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 4);
        using (store)
        {
            store.Commit(sweep, [new(1, Sample.Noon), new(2, Sample.Noon)], [Sample.Result(3)]);
            Assert.Equal([4L], store.QueuedTrials(sweep).Select(t => t.Number));
            using (var worker = new SweepWorker(store.Path, sweep)) Assert.Equal(2, worker.Retaken);
            Assert.Equal([1L, 2L, 4L], store.QueuedTrials(sweep).Select(t => t.Number));
            Assert.Equal(new Dictionary<string, long> { ["queued"] = 3, ["finished"] = 1 }, store.StateCounts(sweep));
            Assert.Null(store.Trial(sweep, 1).StartedAt);
        }
    }

    [Fact]
    public void An_unknown_sweep_is_answered_with_the_nearest_name_and_those_there_are()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 2);
        using (store)
        {
            store.FindOrCreate(Sample.Sweep("pitch"), []);
            var error = Assert.Throws<UserErrorException>(() => store.Find(SweepReference.Parse("fotball")));
            Assert.Contains("Did you mean football?", error.Message, StringComparison.Ordinal);
            Assert.Contains("football, pitch", error.Message, StringComparison.Ordinal);
            var number = Assert.Throws<UserErrorException>(() => store.Find(new("football", 7)));
            Assert.Contains("football#1", number.Message, StringComparison.Ordinal);
            Assert.Contains("1 to 2", Assert.Throws<UserErrorException>(() => store.Trial(sweep, 3)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("football", "football", null, null)]
    [InlineData("football#2", "football", 2L, null)]
    [InlineData("football#2/17", "football", 2L, 17L)]
    [InlineData("a/b", "a/b", null, null)]
    [InlineData("c#/3", "c#", null, 3L)]
    public void References_are_read_as_people_write_them(string text, string name, long? number, long? trial)
    {
        var reference = TrialReference.TryParse(text);
        Assert.Equal(trial, reference?.Number);
        Assert.Equal(new SweepReference(name, number), reference?.Sweep ?? SweepReference.Parse(text));
        Assert.Equal(text, reference?.ToString() ?? SweepReference.Parse(text).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("#2")]
    public void A_reference_without_a_name_is_refused(string text) =>
        Assert.Throws<UserErrorException>(() => SweepReference.Parse(text));

    [Fact]
    public void A_trial_is_running_while_its_worker_is_alive_lost_where_others_work_on_and_else_interrupted_wherever_it_is_read()
    {
        var (store, sweep) = Sample.Create(_sample.Path, 3);
        using (store)
        using (var reader = SweepStore.OpenReadOnly(_sample.Path))
        {
            store.Commit(sweep, [], [Sample.Result(1)]);
            var (here, hour) = (WorkerIdentity.Here, TimeSpan.FromHours(1));
            WorkerIdentity[] gone =
            [
                here with { ProcessId = int.MaxValue - 1 }, // no process has this number
                here with { ProcessStart = here.ProcessStart + 1 }, // another has it by now
            ];
            foreach (var identity in gone)
            {
                var worker = Take(identity, hour);
                Assert.Equal("interrupted", State(reader));
                Leave(worker);
            }
            foreach (var elsewhere in (string[])[here.Host, "another machine"])
            {
                var worker = Take(here with { Host = elsewhere }, hour);
                Assert.Equal("running", State(reader));
                Assert.Equal("running", State(store));
                Leave(worker);
            }
            Take(here with { Host = "another machine" }, -TimeSpan.FromSeconds(1)); // silent for too long
            Assert.Equal("interrupted", State(reader));
            store.Connection.Write(() => store.Join(sweep, here, hour));
            Assert.Equal("lost", State(reader));
        }

        Claims Take(WorkerIdentity identity, TimeSpan lease) => store.Connection.Write(() =>
        {
            var claims = store.Join(sweep, identity, lease);
            claims.Take(count: 1);
            return claims;
        });

        void Leave(Claims claims) => store.Connection.Write(claims.Leave);

        string State(SweepStore opened)
        {
            var state = opened.Trial(sweep, 2).State;
            Assert.Equal(state, opened.Trials(sweep)[1].State);
            Assert.Equal(1, opened.StateCounts(sweep)[state]);
            var listed = opened.List().Single();
            Assert.Equal(state == TrialState.Running ? (1, 0) : (0, 1), (listed.Running, listed.Interrupted));
            Assert.Equal([2L, state], Assert.Single(opened.Table(sweep, $"state = '{state}'").Rows)[..2]);
            return state;
        }
    }

    private static (bool Resumed, long Number) Numbered(FoundSweep found) => (found.Resumed, found.Sweep.Number);
}
