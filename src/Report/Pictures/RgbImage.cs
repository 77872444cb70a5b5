namespace Goalkeeper.Report.Pictures;

/// <summary>Pixels.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Bytes">Row by row, left to right: red, green, blue.</param>
internal sealed record RgbImage(int Width, int Height, byte[] Bytes);
