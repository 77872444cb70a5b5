namespace Goalkeeper.Report;

/// <summary>One file of a report. Who calls decides where it goes.</summary>
/// <param name="Name">Its name within the report's folder, such as report.md.</param>
/// <param name="Write">Writes its text; line ends are \n.</param>
public sealed record ReportFile(string Name, Action<TextWriter> Write);
