using Microsoft.Playwright;

namespace Goalkeeper.Tests.Browser;

/// <summary>Debian's Chromium, driven by Playwright; tests that need it are skipped where it is missing.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Executable = "/usr/bin/chromium";
    private IPlaywright? _playwright;

    /// <summary>The browser.</summary>
    internal IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        // CI installs it: there a missing one is a failure.
        if (!File.Exists(Executable) && Environment.GetEnvironmentVariable("CI") is null or "") return;
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = ["--no-sandbox"] });
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null) await Browser.CloseAsync();
        _playwright?.Dispose();
    }

    /// <summary>A page in a window of its own, whose requests, errors and dialogs are noted.</summary>
    internal async Task<OpenedPage> Open(string path, BrowserNewContextOptions? options = null, string fragment = "")
    {
        Assert.SkipWhen(Browser is null, $"needs Chromium at {Executable} (apt-get install chromium)");
        var context = await Browser.NewContextAsync(options ?? new() { ViewportSize = new() { Width = 1400, Height = 1000 } });
        var opened = new OpenedPage(await context.NewPageAsync());
        await opened.Page.GotoAsync($"file://{path}{fragment}");
        if (options?.JavaScriptEnabled != false) await opened.Page.WaitForSelectorAsync("html[data-ready]", new() { State = WaitForSelectorState.Attached });
        return opened;
    }
}

/// <summary>A page and what it did that it should not.</summary>
internal sealed class OpenedPage : IAsyncDisposable
{
    private readonly List<string> _faults = [];

    public OpenedPage(IPage page)
    {
        Page = page;
        page.Request += (_, request) => { if (!request.Url.StartsWith("file:", StringComparison.Ordinal) || request.ResourceType != "document") _faults.Add($"requested {request.Url}"); };
        page.Console += (_, message) => { if (message.Type is "error" or "warning") _faults.Add($"{message.Type}: {message.Text}"); };
        page.PageError += (_, error) => _faults.Add($"threw {error}");
        page.Dialog += (_, dialog) =>
        {
            _faults.Add($"asked {dialog.Message}");
            _ = dialog.DismissAsync();
        };
    }

    public IPage Page { get; }

    /// <summary>Scrolls to the end, so that every chart is drawn.</summary>
    public async Task ScrollThrough()
    {
        await Page.EvaluateAsync("async () => { for (let y = 0; y < document.body.scrollHeight; y += 700) { scrollTo(0, y); await new Promise(r => requestAnimationFrame(() => setTimeout(r, 30))); } scrollTo(0, 0); }");
        await Page.WaitForFunctionAsync("() => [...Figure.all].every(figure => figure.chart || !figure.host.offsetParent)");
    }

    /// <summary>Nothing was requested, thrown or asked.</summary>
    public void AssertQuiet() => Assert.Empty(_faults);

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}
