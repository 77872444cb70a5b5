using Deque.AxeCore.Playwright;
using Goalkeeper.Report;
using Goalkeeper.Runner;
using Goalkeeper.Store;
using Goalkeeper.Tests.Cli;
using Microsoft.Playwright;

namespace Goalkeeper.Tests.Browser;

/// <summary>The page of compared sweeps.</summary>
public sealed class ComparisonPageTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task It_opens_quietly_and_keeps_nobody_out(int width, ColorScheme scheme)
    {
        var options = new BrowserNewContextOptions { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme, BypassCSP = true, ReducedMotion = ReducedMotion.Reduce };
        await using var opened = await chromium.Open(Page(), options);
        await opened.ScrollThrough();
        Assert.Equal(["Loss", "Accuracy", "Expected best"], await opened.Page.Locator("figure.live figcaption strong").AllTextContentsAsync());
        Assert.Equal("short#1", await opened.Page.EvaluateAsync<string>("() => [...Figure.all][0].chart.getOption().series[0].name"));
        Assert.True(await opened.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= width);
        var result = await opened.Page.RunAxe();
        Assert.Empty(result.Violations.Select(v => $"{v.Id}: {v.Help}: {string.Join("; ", v.Nodes.Take(3).Select(n => n.Html))}"));
        opened.AssertQuiet();
    }

    [Fact]
    public async Task Its_pictures_are_printed_and_stand_there_without_scripts()
    {
        await using var silent = await chromium.Open(Page(), new() { JavaScriptEnabled = false });
        Assert.Equal(4, await silent.Page.Locator("svg.gk:visible").CountAsync());
        await using var opened = await chromium.Open(Page());
        await opened.Page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.Equal(4, await opened.Page.Locator("svg.gk:visible").CountAsync());
        Assert.Equal(0, await opened.Page.Locator("canvas:visible").CountAsync());
        opened.AssertQuiet();
    }

    [Fact]
    public async Task Names_that_would_be_markup_or_code_are_text()
    {
        foreach (var name in (string[])["a", "b"])
        {
            var space = new Space();
            var word = space.Add("word", OddReportTests.Hostile, name);
            Sweep.Run(space, (trial, _) => trial.Get(word).Length + trial.Seed % 2, new() { Name = name, Store = _session.Store, Workers = 2, Replicates = 2 });
        }
        await using var opened = await chromium.Open(Compared("a", "b"));
        Assert.Contains("<img src=x onerror=alert(1)>", await opened.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await opened.Page.Locator("main img, main script").CountAsync());
        opened.AssertQuiet();
    }

    /// <summary>Two sweeps of which one goes on for longer.</summary>
    private string Page()
    {
        foreach (var (name, steps) in (ReadOnlySpan<(string, int)>)[("short", 5), ("long", 20)])
        {
            var space = new Space();
            var x = space.Add("x", Enumerable.Range(1, 12).ToArray());
            Sweep.Run(
                space,
                (trial, _) =>
                {
                    for (var step = 1; step <= steps; step++) trial.Report(step, ("loss", trial.Get(x) + 1.0 / step), ("accuracy", 1 - 1.0 / step));
                    return trial.Get(x) + 1.0 / steps + trial.Seed / 1000.0;
                },
                new() { Name = name, Store = _session.Store, Workers = 2, Replicates = 3 });
        }
        return Compared("short", "long");
    }

    private string Compared(params string[] names)
    {
        var path = _session.File("compared.html");
        using var store = SweepStore.OpenReadOnly(_session.Store);
        using var file = File.Create(path);
        ReportFile.Of(new ComparisonReport(store, [.. names.Select(name => store.Find(SweepReference.Parse(name)))])).Write(file);
        return path;
    }
}
