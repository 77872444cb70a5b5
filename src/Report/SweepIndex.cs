using System.Net;
using Goalkeeper.Report.Page;
using Goalkeeper.Store;

namespace Goalkeeper.Report;

/// <summary>A line of the index.</summary>
/// <param name="Sweep">The sweep, with its number.</param>
/// <param name="Report">Its report's page from where the index stands; null where it has none there.</param>
/// <param name="Trials">How far it came.</param>
/// <param name="Best">What came out, or empty.</param>
/// <param name="Started">When.</param>
internal sealed record IndexEntry(string Sweep, string? Report, string Trials, string Best, string Started);

/// <summary>A page that lists a store's sweeps and leads to their reports.</summary>
internal static class SweepIndex
{
    /// <summary>How it begins: by that a page of somebody else's is told from it.</summary>
    public const string Start = "<!doctype html>\n<!-- goalkeeper's index of a store -->\n";

    public static void Write(TextWriter writer, IEnumerable<IndexEntry> entries)
    {
        writer.Write($"{Start}<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        writer.Write("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'\">\n");
        writer.Write("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n");
        writer.Write($"<title>Sweeps</title>\n<style>\n{PageScripts.Style}</style>\n</head>\n<body>\n<main>\n<h1>Sweeps</h1>\n");
        writer.Write("<div class=\"scroll\" tabindex=\"0\">\n<table>\n<thead><tr>");
        foreach (var column in (string[])["sweep", "best", "trials", "started (UTC)"]) writer.Write($"<th scope=\"col\">{column}</th>");
        writer.Write("</tr></thead>\n<tbody>\n");
        foreach (var entry in entries)
        {
            var name = entry.Report is { } report ? $"<a href=\"{Escape(report)}\">{Escape(entry.Sweep)}</a>" : Escape(entry.Sweep);
            writer.Write($"<tr><th scope=\"row\">{name}</th><td>{Escape(entry.Best)}</td><td>{Escape(entry.Trials)}</td><td>{Escape(entry.Started)}</td></tr>\n");
        }
        writer.Write("</tbody>\n</table>\n</div>\n</main>\n</body>\n</html>\n");
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(Printable.Line(text.ReplaceLineEndings(" ")));
}
