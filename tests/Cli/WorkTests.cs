using Goalkeeper.Cli.Context;
using Goalkeeper.Store;
using Goalkeeper.Tests.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Tests.Cli;

/// <summary>Several processes on one sweep, as far as one process can show it: <c>work</c> and <c>stop</c>.</summary>
public sealed class WorkTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_stored_sweep_goes_on_without_its_file_and_gives_the_same_bits()
    {
        StoreOnly();
        File.Delete(_session.File("small.yaml"));
        var printed = _session.Run("work", "small", "--workers", "2");
        Assert.Equal(0, printed.ExitCode);
        Expect.Start("small#1: resumed, 4 of 4 trials left to run, 2 workers\n", printed.Error);
        Assert.Equal("", printed.Out);
        using var undisturbed = new Session();
        undisturbed.Succeed("run", undisturbed.Write(Session.Small), "--no-report");
        Assert.Equal(undisturbed.Numbers(), _session.Numbers());
        Expect.Has("all have ended; nothing is left to run", _session.Run("work", "small").Error);
    }

    [Fact]
    public async Task Stop_ends_a_run_which_says_so_and_work_carries_on()
    {
        using var started = new ManualResetEventSlim();
        _session.World = context => context with
        {
            Train = (settings, data, _, cancellation) =>
            {
                if (settings.Seed == 1) return Trainer.Train(settings, data, cancellation);
                started.Set();
                cancellation.WaitHandle.WaitOne(TimeSpan.FromMinutes(1));
                throw new OperationCanceledException(cancellation);
            },
        };
        var run = Task.Run(() => _session.Run("run", _session.Write(Session.Small), "--no-report", "--workers", "1"));
        Assert.True(started.Wait(TimeSpan.FromMinutes(1)));
        var stopped = _session.Run("stop", "small");
        Assert.Equal(
            """
            small#1: 1 process is asked to stop
            small#1: stopped; 1 of 4 trials has ended and is kept
            carry on with: goalkeeper work 'small#1'

            """,
            stopped.Error);
        Assert.Equal(0, stopped.ExitCode);
        Assert.Equal(ExitCode.Interrupted, (await run).ExitCode);
        Expect.Has("small#1: stopped by `goalkeeper stop`; 1 of 4 trials has ended and is kept\ncarry on with: goalkeeper run ", (await run).Error);
        _session.World = context => context;
        Assert.Equal(0, _session.Run("work", "small#1").ExitCode);
        Assert.Equal(["finished|4"], _session.Query("SELECT state, count(*) FROM trial GROUP BY 1"));
    }

    [Fact]
    public void Who_does_not_end_in_time_is_named()
    {
        StoreOnly();
        using (var store = SweepStore.Open(_session.Store))
        {
            store.Connection.Write(() => store.Join(store.Find(new("small")), WorkerIdentity.Here, TimeSpan.FromHours(1)));
        }
        var printed = _session.Run("stop", "small", "--wait", "0");
        Assert.Equal(ExitCode.Failure, printed.ExitCode);
        Expect.Has(FormattableString.Invariant($"1 process is not stopped yet: process {Environment.ProcessId} on {Environment.MachineName}; "), printed.Error);
        Assert.Equal(["1"], _session.Query("SELECT stop FROM worker WHERE ended_at IS NULL"));
    }

    [Fact]
    public void Where_nobody_is_at_work_there_is_nothing_to_stop()
    {
        StoreOnly();
        var printed = _session.Run("stop", "small");
        Assert.Equal((0, "no process is at work on small#1\n"), (printed.ExitCode, printed.Error));
        Assert.Equal(["0"], _session.Query("SELECT count(*) FROM event"));
    }

    [Theory]
    [InlineData("There is no sweep smal ", "work", "smal")]
    [InlineData("There is no sweep smal ", "stop", "smal")]
    [InlineData("There is no store", "work", "small", "--store", "nowhere.db")]
    [InlineData("There is no store", "stop", "small", "--store", "nowhere.db")]
    [InlineData("--wait -1: expected a whole number, at least 0", "stop", "small", "--wait", "-1")]
    [InlineData("needs <sweep>", "work")]
    public void A_mistake_is_told_in_a_sentence(string sentence, params string[] words)
    {
        StoreOnly();
        Expect.Has(sentence, _session.Fail(ExitCode.UserError, words));
        Assert.False(File.Exists("nowhere.db"));
    }

    /// <summary>Four trials, none of which has run.</summary>
    private void StoreOnly()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        _session.World = context => context with { ListenForStop = () => StopRequest.From(stop.Token) };
        Assert.Equal(ExitCode.Interrupted, _session.Run("run", _session.Write(Session.Small), "--no-report").ExitCode);
        _session.World = context => context;
    }
}
