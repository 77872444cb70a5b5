using System.Security.Cryptography;
using System.Text;

namespace Goalkeeper.Report.Page;

/// <summary>What a page runs, and the policy that lets it run nothing else.</summary>
internal static class PageScripts
{
    private static readonly string[] Files = ["dom.js", "format.js", "state.js", "axes.js", "figures.js", "explore.js", "trials.js", "page.js"];

    /// <summary>The style sheet.</summary>
    public static string Style { get; } = Encoding.UTF8.GetString(Resource("report.css"));

    /// <summary>Our script, in one piece.</summary>
    public static string Script { get; } = $"\n{string.Concat(Files.Select(name => Encoding.UTF8.GetString(Resource(name))))}";

    /// <summary>Apache ECharts, deflated: the page inflates it and runs it.</summary>
    public static string Charts { get; } = Deflated.Of(Resource("ECharts"));

    /// <summary>
    /// The Content-Security-Policy: nothing is requested from anywhere, and two scripts run. ECharts sets styles of its own.
    /// </summary>
    public static string Policy { get; } =
        $"default-src 'none'; script-src {Source(Encoding.UTF8.GetBytes(Script))} {Source(Resource("ECharts"))}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'";

    private static string Source(byte[] script) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(script))}'";

    private static byte[] Resource(string name)
    {
        using var stream = typeof(PageScripts).Assembly.GetManifestResourceStream($"Goalkeeper.Report.{name}")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
