#pragma once
// Glyphs: the icons of Font Awesome 4.7 that the wall uses, as UTF-8.

#include <array>

namespace siaga::app::glyph {

inline constexpr const char* kPlay = "\xef\x81\x8b";      // f04b
inline constexpr const char* kPause = "\xef\x81\x8c";     // f04c
inline constexpr const char* kPrevious = "\xef\x81\x88";  // f048
inline constexpr const char* kNext = "\xef\x81\x91";      // f051
inline constexpr const char* kFaster = "\xef\x81\x8e";    // f04e
inline constexpr const char* kSlower = "\xef\x81\x8a";    // f04a
inline constexpr const char* kPlus = "\xef\x81\xa7";      // f067
inline constexpr const char* kMinus = "\xef\x81\xa8";     // f068
inline constexpr const char* kFit = "\xef\x82\xb2";       // f0b2
inline constexpr const char* kWarning = "\xef\x81\xb1";   // f071
inline constexpr const char* kBell = "\xef\x83\xb3";      // f0f3
inline constexpr const char* kSignal = "\xef\x80\x92";    // f012
inline constexpr const char* kTruck = "\xef\x83\x91";     // f0d1
inline constexpr const char* kArchive = "\xef\x86\x87";   // f187
inline constexpr const char* kGavel = "\xef\x83\xa3";     // f0e3
inline constexpr const char* kShield = "\xef\x84\xb2";    // f132
inline constexpr const char* kHouse = "\xef\x80\x95";     // f015
inline constexpr const char* kCheck = "\xef\x80\x8c";     // f00c
inline constexpr const char* kCross = "\xef\x80\x8d";     // f00d
inline constexpr const char* kClock = "\xef\x80\x97";     // f017
inline constexpr const char* kHistory = "\xef\x87\x9a";   // f1da
inline constexpr const char* kComment = "\xef\x81\xb5";   // f075
inline constexpr const char* kLifebuoy = "\xef\x87\x8d";  // f1cd
inline constexpr const char* kFlag = "\xef\x80\xa4";      // f024
inline constexpr const char* kCircle = "\xef\x84\x91";    // f111
inline constexpr const char* kLock = "\xef\x80\xa3";      // f023
inline constexpr const char* kUnlink = "\xef\x84\xa7";    // f127
inline constexpr const char* kKeyboard = "\xef\x84\x9c";  // f11c
inline constexpr const char* kArrow = "\xef\x81\xa1";     // f061
inline constexpr const char* kRepeat = "\xef\x80\x9e";    // f01e
inline constexpr const char* kDownload = "\xef\x80\x99";  // f019
inline constexpr const char* kTarget = "\xef\x81\x9b";    // f05b
inline constexpr const char* kRoad = "\xef\x80\x98";      // f018
inline constexpr const char* kPlug = "\xef\x87\xa6";      // f1e6

/// All of them: the fonts hold no other icons, and one that is missing here shows as a blank.
inline constexpr std::array kAll = {kPlay,    kPause,    kPrevious, kNext,   kFaster, kSlower, kPlus,
                                    kMinus,   kFit,      kWarning,  kBell,   kSignal, kTruck,  kArchive,
                                    kGavel,   kShield,   kHouse,    kCheck,  kCross,  kClock,  kHistory,
                                    kComment, kLifebuoy, kFlag,     kCircle, kLock,   kUnlink, kKeyboard,
                                    kArrow,   kRepeat,   kDownload, kTarget, kRoad,   kPlug};

}  // namespace siaga::app::glyph
