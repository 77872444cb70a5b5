using System.Globalization;

namespace Goalkeeper.Bench;

/// <summary>One measurement of the table: ours against a peer's or against a goal.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Ours">Our figure, with its unit.</param>
/// <param name="Peer">The other figure, or empty where the goal is a plain number.</param>
/// <param name="Ratio">The one against the other.</param>
/// <param name="Goal">What was aimed at.</param>
/// <param name="Met">yes, no, or why there is no figure.</param>
internal sealed record Row(string What, string Ours, string Peer, string Ratio, string Goal, string Met)
{
    /// <summary>A ratio that is good to know, without a goal.</summary>
    public static Row Plain(string what, string ours, string peer, double ratio) => new(what, ours, peer, Times(ratio), "", "");

    /// <summary>A ratio that should be large.</summary>
    public static Row AtLeast(string what, string ours, string peer, double ratio, double goal) =>
        new(what, ours, peer, Times(ratio), $"≥ {Times(goal)}", Verdict(ratio >= goal));

    /// <summary>A ratio that should be small.</summary>
    public static Row AtMost(string what, string ours, string peer, double ratio, double goal) =>
        new(what, ours, peer, Times(ratio), $"≤ {Times(goal)}", Verdict(ratio <= goal));

    /// <summary>A figure that should stay below a limit.</summary>
    public static Row Below(string what, double figure, double limit, string unit) =>
        new(what, $"{Number(figure)} {unit}", "", Times(figure / limit), $"< {Number(limit)} {unit}", Verdict(figure < limit));

    /// <summary>A figure that should reach a limit.</summary>
    public static Row Reaches(string what, double figure, double limit, string unit) =>
        new(what, $"{Number(figure)} {unit}", "", Times(figure / limit), $"≥ {Number(limit)} {unit}", Verdict(figure >= limit));

    /// <summary>What could not be measured here.</summary>
    public static Row Skipped(string what, string why) => new(what, "", "", "", "", $"skipped: {why}");

    /// <summary>Three significant digits, and all digits before the point.</summary>
    public static string Number(double value)
    {
        var decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
        return value.ToString(string.Create(CultureInfo.InvariantCulture, $"N{decimals}"), CultureInfo.InvariantCulture);
    }

    private static string Times(double ratio) => $"{Number(ratio)} ×";

    private static string Verdict(bool met) => met ? "yes" : "**no**";
}
