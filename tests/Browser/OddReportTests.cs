using System.Text.Json;
using Goalkeeper.Runner;
using Goalkeeper.Tests.Report;

namespace Goalkeeper.Tests.Browser;

/// <summary>Sweeps that come out oddly have pages that open, quietly, with nothing executed and nothing wider than its place.</summary>
public sealed class OddReportTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    internal const string Hostile = "<img src=x onerror=alert(1)>|\"'`${alert(1)}</script><script>alert(2)</script>😀\u202e\u200fא{a|b}";
    private readonly PageFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task No_finished_trial() => await Check(OneNumber(4, _ => throw new InvalidOperationException(Hostile)), "No trial has finished.");

    [Fact]
    public async Task Only_failed_and_pruned_trials()
    {
        var space = new Space();
        var x = space.Add("x", [.. Enumerable.Range(0, 12).Select(i => (double)i)]);
        var path = _files.Of(
            space,
            trial => trial.Report(1, ("loss", trial.Get(x))) ? throw new InvalidOperationException("luck") : trial.Get(x),
            new() { EarlyStopping = EarlyStopping.Fixed(1, 0.3, minTrials: 2), Parallelism = 1 });
        await Check(path, "No trial has finished.");
        Assert.Contains("pruned", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_value_of_each_parameter()
    {
        var space = new Space();
        var (x, word) = (space.Add("x", 3.0), space.Add("word", "only"));
        await Check(_files.Of(space, trial => trial.Get(x) + trial.Get(word).Length + trial.Seed, new() { Replicates = 4 }), "Loss is 9.5\u00a0±\u00a01.3 (mean");
    }

    [Fact]
    public async Task One_trial() => await Check(OneNumber(1, _ => 0.5), "Loss is 0.5 (one seed).");

    [Fact]
    public async Task One_value_of_the_metric() => await Check(OneNumber(5, _ => 0.5), "has the lowest loss: 0.5");

    [Fact]
    public async Task Infinite_costs() => await Check(OneNumber(5, x => x < 3 ? double.PositiveInfinity : x), "has the lowest loss: 3");

    [Fact]
    public async Task A_metric_missing_in_some_trials()
    {
        var space = new Space();
        var x = space.Add("x", Enumerable.Range(0, 9).ToArray());
        await Check(
            _files.Of(
                space,
                trial =>
                {
                    if (trial.Get(x) % 3 == 0) trial.Report(1, ("sometimes", trial.Get(x)));
                    return trial.Get(x);
                }),
            "x = 0 has the lowest loss: 0");
    }

    [Fact]
    public async Task A_thousand_categories_that_differ_after_the_fortieth_character()
    {
        var space = new Space();
        var word = space.Add("word", [.. Enumerable.Range(0, 1000).Select(i => FormattableString.Invariant($"{new string('a', 45)}{i}"))]);
        await Check(_files.Of(space, trial => trial.Get(word).Length + trial.Number % 7), "has the lowest loss");
    }

    [Fact]
    public async Task Fifty_parameters()
    {
        var space = new Space();
        var parameters = Enumerable.Range(0, 50).Select(p => space.Add(
            FormattableString.Invariant($"a_parameter_{p}"), [.. Enumerable.Range(0, 12).Select(i => (i * 0.37 + p * 0.11) % 1)])).ToList();
        space.Zip([.. parameters]);
        await Check(_files.Of(space, trial => parameters.Sum(trial.Get)), "has the lowest loss");
    }

    [Fact]
    public async Task Names_that_would_be_markup_code_formulas_or_turn_the_line()
    {
        var name = JsonSerializer.Serialize(Hostile);
        var yaml = $"name: x\ndescription: {name}\ndataset: pitch\n{Goalkeeper.Tests.Report.Reports.Network}variants: [{{ name: {name}, note: {name} }}, {{ name: b, lambda: 1 }}]\nreplicates: 3\n";
        await Check(_files.Write(Reports.Of(yaml, s => new() { Dev = s.Lambda > 0 ? 0.5 : 0.9 })), "<img src=x onerror=alert(1)>");
    }

    [Theory]
    [InlineData("#c0=a..b&c99=1..2&sort=zz&m=77&show=9_x&q=<b>&log=&c1=1")]
    [InlineData("#c0=3..1")]
    [InlineData("#%")]
    public async Task A_link_that_says_anything(string fragment) => await Check(OneNumber(5, x => x), "x = 0 has", fragment);

    private string OneNumber(int trials, Func<double, double> function)
    {
        var space = new Space();
        var x = space.Add("x", [.. Enumerable.Range(0, trials).Select(i => (double)i)]);
        return _files.Of(space, trial => function(trial.Get(x)));
    }

    private async Task Check(string path, string answer, string fragment = "")
    {
        await using var opened = await chromium.Open(path, new() { ViewportSize = new() { Width = 390, Height = 844 } }, fragment);
        await opened.Page.EvaluateAsync("() => { for (const details of document.querySelectorAll('details')) details.open = true; }");
        await opened.ScrollThrough();
        Assert.Contains(answer, await opened.Page.Locator(".answer").InnerTextAsync(), StringComparison.Ordinal);
        foreach (var row in (await opened.Page.Locator("details.trials tbody button").AllAsync()).Take(1)) await row.ClickAsync();
        // What sticks out, but for what can be scrolled to within itself.
        Assert.Equal("", await opened.Page.EvaluateAsync<string>("""
            () => document.documentElement.scrollWidth <= 390 ? '' : [...document.querySelectorAll('body *')]
                .filter(e => e.getBoundingClientRect().right > 391)
                .filter(e => { for (let p = e.parentElement; p; p = p.parentElement) if (getComputedStyle(p).overflowX !== 'visible') return false; return true; })
                .slice(0, 5).map(e => `${e.tagName} ${e.className.baseVal ?? e.className} ${Math.round(e.getBoundingClientRect().right)}`).join('; ') || 'the page'
            """));
        Assert.Equal(0, await opened.Page.Locator("main img, main script").CountAsync());
        opened.AssertQuiet();
    }
}
