namespace Goalkeeper.Tests.Cli;

public sealed class ListTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void The_newest_sweep_comes_first_with_its_best_point()
    {
        _session.Succeed("run", _session.Write(Session.Small), "--no-report");
        _session.Succeed("run", _session.Write(Session.Small), "--no-report", "--new");
        var lines = _session.Succeed("list").Split('\n');
        Assert.Matches(@"^small#2  4 finished  dev_accuracy \d+\.\d.% \(mean of 2\)  ", lines[1]);
        Assert.StartsWith("small#1", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Programs_get_every_digit()
    {
        _session.Succeed("run", _session.Write(Session.Small), "--no-report");
        var mean = _session.Query("SELECT mean, n, point FROM best_point").Single().Replace('|', ',');
        Expect.Has($"small,1,4,0,0,0,4,0,0,dev_accuracy,maximize,{mean},", _session.Succeed("list", "--format", "csv"));
    }

    [Fact]
    public void Show_recommends_the_point_and_names_its_trials()
    {
        _session.Succeed("run", _session.Write(Session.Small), "--no-report");
        Assert.Matches(@"best +\d+\.\d.% \(mean of 2\): lambda 0(\.7)?; trials (1, 2|3, 4)", _session.Succeed("show", "small"));
    }
}
