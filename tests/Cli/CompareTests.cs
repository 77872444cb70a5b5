using System.Text.RegularExpressions;
using Goalkeeper.Cli.Context;
using Goalkeeper.Runner;

namespace Goalkeeper.Tests.Cli;

/// <summary>Sweeps side by side.</summary>
public sealed class CompareTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void What_differed_and_the_common_points_are_told_seed_by_seed()
    {
        Run("a", [1, 2, 3], (x, seed) => x + seed % 2 / 10.0, "1");
        Run("b", [2, 3, 4], (x, seed) => x + seed % 2 / 10.0 - (x == 2 ? 1 : 0) - seed / 1000.0, "2");
        var text = _session.Succeed("compare", "a", "b");
        Expect.Has("b#1 against a#1", text);
        Expect.Has("version: 1 → 2", text);
        Expect.Has("parameters.x: [1,2,3] → [2,3,4]", text);
        Expect.Has("better", text);
        Expect.Has("a#1 has 1 point of its own, b#1 1 point.", text);
        Expect.Has("p corrected by Holm for 2 comparisons", text);
    }

    [Fact]
    public void A_page_has_the_same_and_the_pictures()
    {
        Run("a", [1, 2, 3], (x, seed) => x + seed % 2 / 10.0, "1");
        Run("b", [2, 3, 4], (x, seed) => x + seed % 2 / 10.0 - (x == 2 ? 1 : 0) - seed / 1000.0, "2");
        Run("c", [3], (x, _) => x, "3");
        var folder = _session.File("pages");
        var text = _session.Succeed("compare", "a", "b", "--out", folder);
        Assert.EndsWith($"page: {Path.Combine(folder, "a-and-b.html")}", text.TrimEnd(), StringComparison.Ordinal);
        var page = File.ReadAllText(Path.Combine(folder, "a-and-b.html"));
        Expect.Has("Content-Security-Policy", page);
        Expect.Has("b#1 against a#1: of 2 common points 2 are better, 0 are worse and 0 cannot be told apart.", page);
        Expect.Has("<li>version: 1 → 2</li>", page);
        Expect.Has("<h2>Points side by side</h2>", page);
        Expect.Has("<td role=\"cell\">better</td>", page);
        Expect.Has("<svg", page);
        _session.Succeed("compare", "a", "b", "c", "--out", folder, "--format", "csv");
        Expect.Has("a#1 has 2 points of its own, c#1 0 points.", File.ReadAllText(Path.Combine(folder, "a-and-b-and-c.html")));
        Expect.Has("Choose another folder with --out", _session.Fail(ExitCode.UserError, "compare", "a", "b", "--out", Path.Combine(folder, "a-and-b.html")));
    }

    /// <summary>Three sweeps that are all the same come out "better" somewhere the more often the more of them are looked at, unless all are corrected together.</summary>
    [Fact]
    public void All_points_of_all_sweeps_are_corrected_together()
    {
        Run("a", [1, 2], (x, seed) => x + seed % 2 / 10.0);
        Run("b", [1, 2], (x, seed) => x + seed % 2 / 10.0 + 1 - seed / 1000.0, "2");
        Run("c", [1, 2], (x, seed) => x + seed % 2 / 10.0 + 1 - seed / 900.0, "3");
        Assert.DoesNotContain("among them", _session.Succeed("compare", "a", "b"), StringComparison.Ordinal);
        Expect.Has("p corrected by Holm for 4 comparisons, those of the other sweeps among them.", Regex.Replace(_session.Succeed("compare", "a", "b", "c"), @"\s+", " "));
    }

    [Fact]
    public void Seeds_that_change_nothing_are_one()
    {
        Run("a", [1], (x, _) => x, replicates: 8);
        Run("b", [1], (x, _) => x + 1, "2", replicates: 8);
        var rows = _session.Succeed("compare", "a", "b", "--format", "csv").ReplaceLineEndings("\n").Split('\n');
        Assert.Equal("b#1,x = 1,1,2,1,8,,can't tell", rows[1]);
        var text = Regex.Replace(_session.Succeed("compare", "a", "b"), @"\s+", " ");
        Expect.Has("Where no seed changes anything in either sweep", text);
    }

    [Fact]
    public void Pages_of_different_sweeps_have_different_names()
    {
        string[] names = [.. Enumerable.Range(0, 9).Select(i => $"{new string('n', 60)}{(char)('a' + i)}")];
        foreach (var (i, name) in names.Index()) Run(name, [1], (x, _) => x, $"{i}");
        var folder = _session.File("pages");
        _session.Succeed(["compare", .. names, "--out", folder]);
        _session.Succeed(["compare", .. names[..8], "--out", folder]);
        _session.Succeed(["compare", names[0], .. names[2..], "--out", folder]);
        Assert.Equal(3, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public void A_programs_rows_have_every_digit()
    {
        Run("a", [1, 2], (x, seed) => x + seed);
        Run("b", [1, 2], (x, seed) => x + seed + 0.5);
        var rows = _session.Succeed("compare", "a", "b", "--format", "csv").Split('\n');
        Assert.Equal("sweep,point,first,second,difference,seeds,p,verdict", rows[0].TrimEnd('\r'));
        Assert.StartsWith("b#1,x = 1,4,4.5,0.5,5,0.125,", rows[1], StringComparison.Ordinal);
        Assert.EndsWith("0.125,can't tell", rows[1].TrimEnd('\r'), StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_sweeps_are_the_same()
    {
        Run("a", [1, 2], (x, _) => x);
        Run("b", [1, 2], (x, _) => x);
        var text = _session.Succeed("compare", "a", "b");
        Expect.Has("the same", text);
        Assert.DoesNotContain("worse", text, StringComparison.Ordinal);
        var folder = _session.File("pages");
        _session.Succeed("compare", "a", "b", "--out", folder);
        Expect.Has("all 2 common points came out the same.", File.ReadAllText(Path.Combine(folder, "a-and-b.html")));
    }

    [Fact]
    public void Where_one_has_more_seeds_it_is_said_what_the_difference_is_over()
    {
        const string Said = "A mean is over all seeds of its sweep, a difference over those that both have.";
        Run("a", [1, 2], (x, seed) => x + seed);
        Run("b", [1, 2], (x, seed) => x + seed, replicates: 3);
        Run("c", [1, 2], (x, seed) => x + seed);
        Expect.Has(Said, _session.Succeed("compare", "a", "b"));
        Assert.DoesNotContain(Said, _session.Succeed("compare", "a", "c"), StringComparison.Ordinal);
    }

    [Fact]
    public void Sweeps_without_a_common_point_are_told_with_their_best()
    {
        Run("a", [1, 2], (x, _) => x);
        Run("b", [3], (x, _) => x);
        var text = _session.Succeed("compare", "a", "b");
        Expect.Has("They have no point in common (2 points and 1 point).", text);
        Expect.Has("The best of a#1: x = 1", text);
    }

    [Fact]
    public void A_thousand_points_are_the_best_of_them()
    {
        int[] many = [.. Enumerable.Range(0, 1000)];
        Run("a", many, (x, _) => x, replicates: 1);
        Run("b", many, (x, _) => x, replicates: 1);
        Expect.Has("The best 30 of 1,000 common points", _session.Succeed("compare", "a", "b"));
    }

    [Fact]
    public void A_sweep_twice_an_unknown_one_another_goal_and_one_alone_are_errors()
    {
        Run("a", [1, 2], (x, _) => x);
        Run("up", [1, 2], (x, _) => x, goal: Goal.Maximize);
        Expect.Has("a#1 is given twice", _session.Fail(ExitCode.UserError, "compare", "a", "a#1"));
        Expect.Has("nobody", _session.Fail(ExitCode.UserError, "compare", "a", "nobody"));
        Expect.Has("expected sweeps of one metric and goal", _session.Fail(ExitCode.UserError, "compare", "a", "up"));
        _session.Fail(ExitCode.UserError, "compare", "a");
    }

    private void Run(string name, int[] values, Func<int, int, double> function, string? version = null, int replicates = 5, Goal goal = Goal.Minimize)
    {
        var space = new Space();
        var x = space.Add("x", values);
        var options = new SweepOptions { Name = name, Store = _session.Store, Workers = 2, Replicates = replicates, Goal = goal };
        Sweep.Run(space, (trial, _) => function(trial.Get(x), trial.Seed), version is null ? options : options with { Version = version });
    }
}
