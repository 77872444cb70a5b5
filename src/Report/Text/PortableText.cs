using System.Text.RegularExpressions;

namespace Goalkeeper.Report.Text;

/// <summary>
/// Text for a report that goes elsewhere: of a path that begins at a root or a home, which says whose machine it was, only the last name is
/// left.
/// </summary>
internal static partial class PortableText
{
    // What a path ends at. Its folders' names may have blanks in them.
    private const string Ends = @"\r\n'""`<>|:,;()\[\]{}";

    // Not in the middle of a word or a relative path, nor after a transposed X'.
    private const string Start = @"(?<![\w./\\~-]|\w')(?:file:(?://)?)?";

    /// <summary>"/home/jane/data/a.csv" is "a.csv"; relative paths and addresses of the web stay.</summary>
    public static string Of(string text) => Folders().Replace(Homes().Replace(text, "~"), "");

    // A home with nothing in it: its last name is the user's.
    [GeneratedRegex(@$"{Start}(?:[A-Za-z]:)?[/\\](?:home|Users)[/\\][^/\\\s{Ends}]+[/\\]?(?=$|[{Ends}]|\s(?![^{Ends}]*[/\\]))")]
    private static partial Regex Homes();

    // From the root of a machine, a drive or a server, or from a home. Two slashes after a colon are the web's.
    [GeneratedRegex(@$"{Start}(?:(?:(?<!:)[/\\]{{2}}|[/\\])(?=[^/\\\s{Ends}][^/\\{Ends}]*[/\\])|[A-Za-z]:[/\\]+|~[\w.-]*[/\\])(?:[^/\\{Ends}]+[/\\]+)*")]
    private static partial Regex Folders();
}
