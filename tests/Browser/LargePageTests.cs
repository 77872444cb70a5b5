using Microsoft.Playwright;

namespace Goalkeeper.Tests.Browser;

/// <summary>A page of ten thousand trials is small, soon ready, and answers.</summary>
public sealed class LargePageTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    private readonly PageFiles _files = new();

    public void Dispose() => _files.Dispose();

    /// <summary>What is asked is 2 s and 0.1 s on a quiet machine; here others are at work too.</summary>
    [Fact]
    public async Task Ten_thousand_trials()
    {
        var path = _files.Search(10_000);
        Assert.InRange(new FileInfo(path).Length, 100_000, 2_000_000);
        await using var opened = await chromium.Open(path);
        Assert.InRange(await opened.Page.EvaluateAsync<double>("() => performance.getEntriesByName('ready')[0].startTime"), 1, 5_000);
        await opened.ScrollThrough();
        // From the change of a range until the page has answered, and the longest that it did not answer while every chart was drawn anew.
        var (answered, longest) = await opened.Page.EvaluateAsync<double[]>("""
            async () => {
                const frame = () => new Promise(requestAnimationFrame);
                const form = document.querySelector('form.range');
                [form.elements[1].value, form.elements[2].value] = ['0.2', '0.6'];
                await frame();
                const start = performance.now();
                form.requestSubmit();
                await frame();
                const answered = performance.now() - start;
                let [longest, last] = [answered, performance.now()];
                while (Figure.isDrawing) {
                    await frame();
                    longest = Math.max(longest, performance.now() - last);
                    last = performance.now();
                }
                return [answered, longest];
            }
            """) is [var a, var l] ? (a, l) : (double.NaN, double.NaN);
        Assert.InRange(answered, 0, 300);
        Assert.InRange(longest, 0, 500);
        opened.AssertQuiet();
    }

    /// <summary>The limits are those of the page on a quiet machine, 0.1 s, with room for others at work.</summary>
    [Fact]
    public async Task All_rows_are_reached_with_few_of_them_in_the_document()
    {
        await using var opened = await chromium.Open(_files.Search(2_000));
        var page = opened.Page;
        await page.Locator("details.trials > summary").ClickAsync();
        var rows = page.Locator("details.trials tbody tr");
        await Assertions.Expect(rows).ToHaveCountAsync(50);
        var more = page.Locator("details.trials .pages button").First;
        var back = page.GetByText("back to the first rows");
        await Assertions.Expect(back).ToBeHiddenAsync();
        await more.FocusAsync();
        var most = 0;
        var clicks = 0;
        for (; await more.IsVisibleAsync(); clicks++)
        {
            await page.Keyboard.PressAsync("Enter");
            await page.EvaluateAsync("async () => { for (let i = 0; i < 6; i++) await new Promise(requestAnimationFrame); }"); // 50 rows a frame
            most = Math.Max(most, await rows.CountAsync());
        }
        Assert.Equal((10, 450), (clicks, most)); // 50 + 9 · 200 + 150
        await Assertions.Expect(page.Locator("details.trials .pages [role=status]")).ToHaveTextAsync("rows 1,551 to 2,000 of 2,000");
        await Assertions.Expect(back).ToBeFocusedAsync(); // the button that was pressed has gone

        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(rows).ToHaveCountAsync(50);
        await Assertions.Expect(rows.First.Locator("button")).ToBeFocusedAsync();
        await Assertions.Expect(back).ToBeHiddenAsync();
        // The order is that of all trials, not of the rows that are there.
        await page.Locator("details.trials thead").GetByRole(AriaRole.Button, new() { Name = "number" }).PressAsync("Enter");
        await Assertions.Expect(rows.First.Locator("th")).ToHaveTextAsync("1");
        await page.Locator("details.trials thead").GetByRole(AriaRole.Button, new() { Name = "number" }).PressAsync("Enter");
        await Assertions.Expect(rows.First.Locator("th")).ToHaveTextAsync("2000");
        opened.AssertQuiet();
    }

    [Fact]
    public async Task A_trial_that_is_opened_from_a_chart_stands_among_its_neighbours()
    {
        await using var opened = await chromium.Open(_files.Search(2_000), fragment: "#sort=n");
        var page = opened.Page;
        var history = page.Locator("#explore .half .chart").First;
        await history.ScrollIntoViewIfNeededAsync();
        await history.EvaluateAsync("async host => { while (!host.figure.chart) await new Promise(requestAnimationFrame); }");
        await history.EvaluateAsync("host => { host.figure.chart.trigger('click', { value: [1500, 0, 1499] }); }");
        await Assertions.Expect(page.Locator("details.trials .opened")).ToBeInViewportAsync();
        await Assertions.Expect(page.Locator("details.trials tbody th").First).ToHaveTextAsync("1475");
        await Assertions.Expect(page.Locator("details.trials tbody th")).ToHaveCountAsync(50);
        await page.Locator("details.trials tbody button").Nth(25).ClickAsync();
        await Assertions.Expect(page.Locator("details.trials .opened")).ToHaveCountAsync(0);
        opened.AssertQuiet();
    }
}
