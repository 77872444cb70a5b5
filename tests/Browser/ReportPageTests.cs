using Deque.AxeCore.Playwright;
using Goalkeeper.Runner;
using Goalkeeper.Tests.Cli;
using Microsoft.Playwright;

namespace Goalkeeper.Tests.Browser;

/// <summary>A report's page as a reader has it, in a real browser.</summary>
public sealed class ReportPageTests(Chromium chromium, GridPage grid) : IClassFixture<Chromium>, IClassFixture<GridPage>
{
    [Fact]
    public async Task It_opens_with_all_its_charts_and_asks_for_nothing()
    {
        await using var opened = await chromium.Open(grid.Path);
        await opened.ScrollThrough();
        Assert.Equal("made-up", await opened.Page.TitleAsync());
        var titles = await opened.Page.Locator("#explore figure figcaption strong").AllTextContentsAsync();
        Assert.Equal(["Parallel coordinates", "History", "lr", "depth", "kind", "seed", "Two parameters", "Replicates", "Timeline"], titles);
        Assert.True(await opened.Page.Locator("canvas").CountAsync() >= titles.Count);
        opened.AssertQuiet();
    }

    [Fact]
    public async Task Without_scripts_the_pictures_and_the_tables_stand_there()
    {
        await using var opened = await chromium.Open(grid.Path, new() { JavaScriptEnabled = false });
        Assert.True(await opened.Page.Locator("figure svg").First.IsVisibleAsync());
        Assert.True(await opened.Page.Locator("table").First.IsVisibleAsync());
        Assert.False(await opened.Page.Locator("#copy").IsVisibleAsync());
        var pictures = opened.Page.Locator("#explore svg.gk");
        Assert.Equal(
            ["Parallel coordinates", "History", "lr and depth", "Replicates", "Timeline"],
            await opened.Page.Locator("#explore svg.gk > title").AllTextContentsAsync());
        Assert.True(await pictures.First.IsVisibleAsync());
        await opened.Page.Locator("#explore summary").ClickAsync();
        var rows = opened.Page.Locator("#explore tbody tr");
        Assert.Equal(144, await rows.CountAsync());
        Assert.Equal("73", await rows.First.Locator("th").TextContentAsync()); // lr 0.1, depth 2, sgd, the first seed
        opened.AssertQuiet();
    }

    [Fact]
    public async Task A_script_puts_what_can_be_explored_in_the_place_of_the_drawn_trials()
    {
        await using var opened = await chromium.Open(grid.Path);
        Assert.Equal(0, await opened.Page.Locator("#explore svg.gk").CountAsync());
        Assert.Equal(1, await opened.Page.Locator("#explore table").CountAsync());
    }

    [Fact]
    public async Task Hovering_tells_a_trials_values()
    {
        await using var opened = await chromium.Open(grid.Path);
        var chart = opened.Page.Locator("#explore .half .chart").First;
        await ScrollTo(chart);
        await HoverFirst(opened.Page, chart);
        await Assertions.Expect(opened.Page.Locator(".tip").First).ToContainTextAsync("trial 1: loss");
        opened.AssertQuiet();
    }

    [Fact]
    public async Task What_is_brushed_in_one_chart_is_seen_in_the_others_in_the_table_and_in_the_link()
    {
        var path = grid.Path;
        await using var opened = await chromium.Open(path);
        var page = opened.Page;
        var history = page.Locator("#explore .half .chart").First;
        await ScrollTo(history);
        var box = (await history.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + box.Width / 2, box.Y + 62);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + box.Width - 25, box.Y + box.Height - 40, new() { Steps = 5 });
        await page.Mouse.UpAsync();
        var status = page.Locator("#explore > .controls [role=status]");
        await Assertions.Expect(status).ToContainTextAsync("of 144 trials");
        var selected = await page.EvaluateAsync<int>("() => Number(document.querySelector('#explore [role=status]').textContent.split(' ')[0])");
        Assert.InRange(selected, 1, 143);
        Assert.Contains("c-1=", page.Url, StringComparison.Ordinal);
        await page.Locator("details.trials > summary").ClickAsync();
        await Assertions.Expect(page.Locator("details.trials tbody tr")).ToHaveCountAsync(Math.Min(50, selected));

        await using var linked = await chromium.Open(path, fragment: page.Url[page.Url.IndexOf('#', StringComparison.Ordinal)..]);
        await Assertions.Expect(linked.Page.Locator("#explore > .controls [role=status]")).ToHaveTextAsync(await status.TextContentAsync() ?? "");
        await linked.Page.GetByText("show all", new() { Exact = true }).ClickAsync();
        await Assertions.Expect(linked.Page.Locator("#explore > .controls [role=status]")).ToHaveTextAsync("");
        opened.AssertQuiet();
        linked.AssertQuiet();
    }

    [Fact]
    public async Task A_stretch_of_an_axis_of_the_parallel_coordinates_selects()
    {
        await using var opened = await chromium.Open(grid.Path);
        var chart = opened.Page.Locator("#explore .wide .chart");
        await ScrollTo(chart);
        var box = (await chart.BoundingBoxAsync())!;
        await opened.Page.Mouse.MoveAsync(box.X + 46, box.Y + 50);
        await opened.Page.Mouse.DownAsync();
        await opened.Page.Mouse.MoveAsync(box.X + 46, box.Y + 160, new() { Steps = 5 });
        await opened.Page.Mouse.UpAsync();
        await Assertions.Expect(opened.Page.Locator("#explore > .controls [role=status]")).ToContainTextAsync("of 144 trials: lr");
        opened.AssertQuiet();
    }

    [Fact]
    public async Task The_table_is_restricted_searched_sorted_and_its_trials_open_by_the_keyboard_alone()
    {
        await using var opened = await chromium.Open(grid.Path);
        var page = opened.Page;
        await page.Locator("details.trials > summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var rows = page.Locator("details.trials tbody tr");
        await Assertions.Expect(rows.First.Locator("td").Nth(1)).ToHaveTextAsync("0.121"); // the best first
        await page.EvaluateAsync("() => { const { refresh } = Figure; globalThis.drawn = 0; Figure.refresh = () => { drawn++; refresh.call(Figure); }; }");
        await page.GetByLabel("search the trials").FillAsync("kind=adam finished");
        await Assertions.Expect(page.Locator("details.trials > .controls > [role=status]")).ToHaveTextAsync("48 of 144 trials");
        Assert.Equal(0, await page.EvaluateAsync<int>("drawn")); // what is searched for is in no chart
        await page.GetByLabel("restrict a column").SelectOptionAsync(new SelectOptionValue { Label = "lr" });
        await page.GetByLabel("from").FillAsync("0.05");
        await page.GetByLabel("from").PressAsync("Enter");
        await Assertions.Expect(page.Locator("details.trials > .controls > [role=status]")).ToHaveTextAsync("24 of 144 trials");
        Assert.Equal(1, await page.EvaluateAsync<int>("drawn"));
        var heading = page.Locator("details.trials thead").GetByRole(AriaRole.Button, new() { Name = "lr" });
        await heading.PressAsync("Enter");
        await heading.PressAsync("Enter");
        Assert.Equal(1, await page.EvaluateAsync<int>("drawn"));
        await Assertions.Expect(page.Locator("details.trials th[aria-sort]")).ToHaveAttributeAsync("aria-sort", "descending");
        await Assertions.Expect(rows.First).ToContainTextAsync("1");
        await rows.First.Locator("button").PressAsync("Enter");
        await Assertions.Expect(page.Locator(".opened")).ToContainTextAsync("Settings");
        await Assertions.Expect(page.Locator(".opened canvas").First).ToBeVisibleAsync();
        opened.AssertQuiet();
    }

    [Fact]
    public async Task The_best_points_settings_are_copied()
    {
        await using var opened = await chromium.Open(
            grid.Path, new() { Permissions = ["clipboard-read", "clipboard-write"] });
        await opened.Page.Locator("#copy").ClickAsync();
        await Assertions.Expect(opened.Page.Locator("#copy")).ToHaveTextAsync("copied");
        Assert.Equal("lr: 0.1\ndepth: 2\nkind: sgd", await opened.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
    }

    [Fact]
    public async Task A_dark_page_has_dark_charts()
    {
        await using var opened = await chromium.Open(grid.Path);
        await opened.ScrollThrough();
        var light = await Ink(opened.Page);
        await opened.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await opened.ScrollThrough(); // charts are drawn anew when they are seen
        Assert.Equal("#1f2328", light);
        Assert.Equal("#e6edf3", await Ink(opened.Page));
        opened.AssertQuiet();

        static Task<string> Ink(IPage page) => page.EvaluateAsync<string>("() => [...Figure.all].find(figure => figure.chart).chart.getOption().textStyle.color");
    }

    [Fact]
    public async Task Axes_end_where_their_numbers_do_and_their_marks_are_round()
    {
        await using var opened = await chromium.Open(grid.Path);
        var history = opened.Page.Locator("#explore .half .chart").First;
        await ScrollTo(history);
        // Losses from 0.121 to 4.183, on a logarithmic axis.
        var ends = await history.EvaluateAsync<double[]>("host => { const y = host.figure.chart.getModel().getComponent('yAxis').axis; return y.scale.getExtent(); }");
        Assert.InRange(ends[0], 0.08, 0.121);
        Assert.InRange(ends[1], 4.183, 6);
        var labels = await history.EvaluateAsync<string[]>("host => { const y = host.figure.chart.getModel().getComponent('yAxis').axis; return y.getViewLabels().map(label => label.formattedLabel); }");
        Assert.Equal(["0.2", "0.5", "1", "2"], labels.Where(label => label.Length > 0));
        opened.AssertQuiet();
    }

    [Fact]
    public async Task The_best_points_trials_have_rings()
    {
        await using var opened = await chromium.Open(grid.Path);
        await opened.ScrollThrough();
        var rings = await opened.Page.EvaluateAsync<int[]>("() => [...Figure.all].filter(f => f.chart && f.host.closest('#explore')).map(f => f.chart.getOption().series.find(s => s.name === 'the best point')?.data.length ?? 0)");
        Assert.Equal([3, 3, 3, 3, 3, 3, 3, 0, 0], rings); // parallel coordinates, history, four slices, a surface; not the boxes and the timeline
    }

    [Fact]
    public async Task A_long_name_keeps_its_end()
    {
        await using var opened = await chromium.Open(grid.Path);
        Assert.Equal(["a-very-l…-name-1", "a-very-l…-name-2", "short"], await opened.Page.EvaluateAsync<string[]>(
            "() => ['a-very-long-and-boring-name-1', 'a-very-long-and-boring-name-2', 'short'].map(name => shortened(name, 16))"));
    }

    [Fact]
    public async Task Names_with_the_same_ends_begin_where_they_differ()
    {
        await using var opened = await chromium.Open(grid.Path);
        Assert.Equal(["…with L2 regu…", "…without regu…", "network…ropout", "b"], await opened.Page.EvaluateAsync<string[]>(
            "() => toldApart(['network with L2 regularization', 'network without regularization', 'network with dropout', 'b'], 14)"));
    }

    [Fact]
    public async Task On_paper_the_pictures_are_printed_and_what_is_folded_is_open()
    {
        await using var opened = await chromium.Open(grid.Path);
        await opened.Page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.False(await opened.Page.Locator("#explore").IsVisibleAsync());
        Assert.True(await opened.Page.Locator("figure svg").First.IsVisibleAsync());
        Assert.True((await opened.Page.PdfAsync()).Length > 10_000);
        opened.AssertQuiet();
    }

    [Fact]
    public async Task The_linked_charts_are_printed_in_dark_ink_and_are_light_again_after_it()
    {
        await using var opened = await chromium.Open(grid.Path, new() { ColorScheme = ColorScheme.Dark });
        // Ours is told after the page's own.
        await opened.Page.EvaluateAsync("() => addEventListener('beforeprint', () => { globalThis.printed = [theme().ink, ...document.querySelectorAll('#explore canvas')].map(c => c.width ?? c); })");
        var pdf = await opened.Page.PdfAsync();
        var printed = await opened.Page.EvaluateAsync<string[]>("() => printed.map(String)");
        Assert.Equal(["#1f2328", "1380", .. Enumerable.Repeat("680", 8)], printed); // twice as many dots as the paper's pixels
        await opened.Page.WaitForFunctionAsync("() => !document.documentElement.classList.contains('printed') && theme().ink === '#e6edf3'");
        await opened.Page.EvaluateAsync("() => document.getElementById('explore').remove()");
        Assert.InRange((await opened.Page.PdfAsync()).Length, 10_000, pdf.Length - 50_000);
        opened.AssertQuiet();
    }

    [Fact]
    public async Task A_trial_opens_to_the_end_of_what_its_program_wrote()
    {
        using var session = new Session();
        var file = session.Write("name: x\ncommand: [bash, -c, 'echo \"<b>first</b>\"; echo last of $GOALKEEPER_PARAM_a; echo goalkeeper: loss=$GOALKEEPER_PARAM_a']\nmetric: { name: loss, goal: minimize }\nparameters: { a: [1, 2] }\n");
        session.Succeed("run", file, "--out", session.File("out"));
        await using var opened = await chromium.Open(session.File("out/x/report.html"));
        await opened.Page.Locator("details.trials tbody button").Nth(1).ClickAsync();
        await Assertions.Expect(opened.Page.Locator(".opened pre.log")).ToHaveTextAsync("<b>first</b>\nlast of 2\ngoalkeeper: loss=2\n");
        await Assertions.Expect(opened.Page.Locator(".opened")).ToContainTextAsync("goalkeeper logs x/2");
        opened.AssertQuiet();
    }

    [Fact]
    public async Task On_a_phone_nothing_is_wider_than_the_screen_and_the_result_is_seen()
    {
        await using var opened = await chromium.Open(grid.Path, new() { ViewportSize = new() { Width = 390, Height = 844 } });
        Assert.True(await opened.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= 390"));
        var result = (await opened.Page.Locator("th", new() { HasText = "loss" }).First.BoundingBoxAsync())!;
        Assert.InRange(result.X + result.Width, 0, 390);
    }

    [Fact]
    public async Task On_a_phone_the_metric_and_the_verdicts_stand_beside_each_row_in_what_is_still_a_table()
    {
        using var files = new PageFiles();
        var space = new Space();
        var (lr, depth) = (space.Add("lr", 0.001, 0.01, 0.1), space.Add("depth", 2, 4));
        var small = files.Of(space, trial => Math.Abs(Math.Log10(trial.Get(lr)) + 1) + trial.Get(depth) / 10.0 + trial.Seed * trial.Get(depth) / 100.0, new() { Replicates = 5 });
        foreach (var path in (string[])[small, grid.Path])
        {
            await using var opened = await chromium.Open(path, new() { ViewportSize = new() { Width = 390, Height = 844 } });
            var table = opened.Page.Locator(".first table");
            // Of each row: how far right it reaches, and on how many lines its deciding cells begin.
            var ends = await table.EvaluateAsync<double[]>("table => [...table.rows].map(row => Math.max(...[...row.cells].filter(c => c.textContent && c.className === '').map(c => c.getBoundingClientRect().right)))");
            Assert.All(ends, end => Assert.InRange(end, 1, 390));
            var deciding = await table.EvaluateAsync<string[]>("table => [...table.tHead.rows[0].cells].filter(c => c.className === '').map(c => c.textContent)");
            Assert.Equal("loss", deciding.Except(["point"]).First());
            Assert.Contains("against the chosen", deciding);
            Assert.InRange(deciding.Length, 2, 4);
            var lines = await table.EvaluateAsync<int[]>("table => [...table.tBodies[0].rows].map(row => new Set([...row.cells].filter(c => c.className === '').map(c => c.getBoundingClientRect().top)).size)");
            Assert.All(lines, line => Assert.Equal(1, line));
            var columns = await table.GetByRole(AriaRole.Columnheader).CountAsync();
            Assert.Equal(columns - 1, await table.GetByRole(AriaRole.Row).Last.GetByRole(AriaRole.Cell).CountAsync());
            Assert.Equal(1, await table.GetByRole(AriaRole.Row).Last.GetByRole(AriaRole.Rowheader).CountAsync());
            opened.AssertQuiet();
        }
    }

    [Fact]
    public async Task A_chart_that_is_alone_has_the_pages_width()
    {
        using var files = new PageFiles();
        var numbers = new Space();
        var lr = numbers.Add("lr", 0.001, 0.01, 0.1);
        Assert.InRange(await LeastShare(files.Of(numbers, trial => trial.Get(lr)), "figure.live"), 0.99, 1);
        using var other = new PageFiles();
        var words = new Space();
        var kind = words.Add("kind", "sgd", "adam");
        // A picture that is drawn has letters: it grows until these are as large as a heading's.
        Assert.InRange(await LeastShare(other.Of(words, trial => trial.Get(kind).Length), "figure:not(.live)"), 0.55, 1);

        async Task<double> LeastShare(string path, string figure)
        {
            await using var opened = await chromium.Open(path, new() { ViewportSize = new() { Width = 1280, Height = 900 } });
            await opened.ScrollThrough();
            return await opened.Page.EvaluateAsync<double>($"() => Math.min(...[...document.querySelectorAll('section:not(#explore) > .figures > {figure}:only-child')].map(f => f.querySelector('canvas, svg').getBoundingClientRect().width / f.parentElement.clientWidth))");
        }
    }

    [Fact]
    public async Task The_best_so_far_has_a_point_where_it_changes_and_where_it_ends()
    {
        await using var opened = await chromium.Open(grid.Path);
        var history = opened.Page.Locator("#explore .half .chart").First;
        await ScrollTo(history);
        var line = await history.EvaluateAsync<double[][]>("host => host.figure.chart.getOption().series.find(s => s.name === 'best so far').data");
        var changes = line[..^1];
        Assert.InRange(changes.Length, 2, 20);
        Assert.Equal(changes.Select(p => p[1]).Distinct().OrderDescending(), changes.Select(p => p[1]));
        Assert.Equal((1, 144, 0.121), (line[0][0], line[^1][0], line[^1][1]));
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_finds_nothing_that_keeps_anybody_out(ColorScheme scheme)
    {
        await using var opened = await chromium.Open(
            grid.Path, new() { ColorScheme = scheme, BypassCSP = true, ReducedMotion = ReducedMotion.Reduce });
        await opened.Page.Locator("details.trials > summary").ClickAsync();
        await opened.Page.Locator("details.trials tbody button").First.ClickAsync();
        var result = await opened.Page.RunAxe();
        Assert.Empty(result.Violations.Select(v => $"{v.Id}: {v.Help}: {string.Join("; ", v.Nodes.Take(3).Select(n => n.Html))}"));
    }

    /// <summary>Scrolls to a chart, and waits until it is drawn.</summary>
    private static async Task ScrollTo(ILocator chart)
    {
        await chart.ScrollIntoViewIfNeededAsync();
        await chart.EvaluateAsync("async host => { while (!host.figure.chart) await new Promise(requestAnimationFrame); }");
    }

    /// <summary>The tooltip of a scatter's first mark.</summary>
    private static async Task HoverFirst(IPage page, ILocator chart)
    {
        var place = await chart.EvaluateAsync<double[]>("host => { const s = host.figure.chart.getOption().series.find(s => s.name === 'trials'); return host.figure.chart.convertToPixel({ seriesName: 'trials' }, s.data[0].slice(0, 2)); }");
        var box = (await chart.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + (float)place[0] - 3, box.Y + (float)place[1]);
        await page.Mouse.MoveAsync(box.X + (float)place[0], box.Y + (float)place[1]);
    }
}
